//! The EU's certificates have the same layers: one in their form is taken apart with the same pieces, and is no pass.

use std::io::Read as _;

use ciborium::Value;
use coset::{CborSerializable as _, CoseSign1, TaggedCborSerializable as _, iana};
use tongxin_pass_format::{Fault, TextError, Verdict, base45, message_of, qr_size};

use crate::world::checked_text;

/// Made by tests/pass/dcc.py.
const CERTIFICATE: &str = include_str!("../../vectors/dcc-form.txt");

#[test]
fn a_certificate_in_the_eus_form_comes_apart_layer_by_layer() {
    let text = CERTIFICATE.trim_end().strip_prefix("HC1:").unwrap();
    let mut stream = [0; 1_024];
    let len = base45::decode(text.as_bytes(), &mut stream).unwrap();
    let mut message = Vec::new();
    flate2::read::ZlibDecoder::new(&stream[..len])
        .read_to_end(&mut message)
        .unwrap();
    let sign1 = CoseSign1::from_tagged_slice(&message).unwrap();
    let es256 = coset::Algorithm::Assigned(iana::Algorithm::ES256);
    assert_eq!(sign1.protected.header.alg, Some(es256));
    assert_eq!((sign1.protected.header.key_id.len(), sign1.signature.len()), (8, 64));
    let claims = coset::cwt::ClaimsSet::from_slice(&sign1.payload.unwrap()).unwrap();
    assert_eq!(claims.issuer.as_deref(), Some("AT"));
    let (name, health) = &claims.rest[0];
    let certificate = &health.as_map().unwrap()[0].1;
    let fields = certificate.as_map().unwrap();
    let version = fields.iter().find(|(key, _)| *key == Value::from("ver")).unwrap();
    assert_eq!(version.1, Value::from("1.3.0"));
    assert_eq!(claims.rest.len(), 1);
    assert_eq!(*name, coset::cwt::ClaimName::Assigned(iana::CwtClaimName::Hcert));
}

#[test]
fn a_certificate_is_no_pass_whatever_its_prefix_says() {
    let text = CERTIFICATE.trim_end();
    let fault = |text: &str| match checked_text(text) {
        Verdict::NotAccepted(Fault::Damaged(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(text), TextError::NotAPass);
    let renamed = text.replacen("HC1:", "TX1:", 1);
    assert!(message_of(&renamed).is_err());
    fault(&renamed);
    let size = qr_size(text).unwrap();
    println!(
        "a certificate in the EU's form: {} characters, QR version {}",
        text.len(),
        size.version
    );
}
