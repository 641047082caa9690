//! A general COSE library reads what is issued here, and what it makes is read here.

use coset::iana::EnumI64 as _;
use coset::{CborSerializable as _, CoseSign1, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable as _, iana};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use tongxin_pass_format::{message_of, text_of};

use crate::world::*;

#[test]
fn coset_reads_and_verifies_what_is_issued_here() {
    for pass in one_of_each() {
        let message = message_of(&issued(&pass)).unwrap();
        let sign1 = CoseSign1::from_tagged_slice(&message).unwrap();
        let algorithm = coset::Algorithm::Assigned(iana::Algorithm::EdDSA);
        assert_eq!(sign1.protected.header.alg, Some(algorithm));
        assert_eq!(sign1.protected.header.key_id, signer().id().0);
        let key = *signer().public().verifying_key();
        let verified = sign1.verify_signature(b"", |signature, bytes| {
            key.verify_strict(bytes, &Signature::from_slice(signature).unwrap())
        });
        assert!(verified.is_ok());
        let claims = coset::cwt::ClaimsSet::from_slice(&sign1.payload.unwrap()).unwrap();
        assert_eq!(claims.issuer.as_deref(), Some(ISSUER));
        assert_eq!(
            claims.expiration_time,
            Some(coset::cwt::Timestamp::WholeSeconds(1_669_478_400))
        );
        assert_eq!(claims.rest.len(), 1);
        assert_eq!(iana::CwtClaimName::Cti.to_i64(), 7);
    }
}

#[test]
fn what_coset_makes_is_read_here() {
    let message = message_of(&issued(&truck())).unwrap();
    let payload = CoseSign1::from_tagged_slice(&message).unwrap().payload.unwrap();
    let header = HeaderBuilder::new()
        .algorithm(iana::Algorithm::EdDSA)
        .key_id(signer().id().0.to_vec())
        .build();
    let pair = SigningKey::from_bytes(&signer().to_bytes());
    let theirs = CoseSign1Builder::new()
        .protected(header)
        .payload(payload)
        .create_signature(b"", |bytes| pair.sign(bytes).to_bytes().to_vec())
        .build();
    let theirs = theirs.to_tagged_vec().unwrap();
    // Ed25519 and deterministic CBOR leave no choice: both make the same bytes.
    assert_eq!(theirs, message);
    assert!(checked_text(&text_of(&theirs)).is_valid());
}
