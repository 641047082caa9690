use super::*;
use proptest::prelude::*;

fn key(seed: u8) -> CertificateKey {
    CertificateKey::from_bytes(&[seed; 32])
}

fn claims(name: &str, minutes: i64) -> Claims {
    Claims {
        city: ["海湾市".into(), "Harbour City".into()],
        name: name.into(),
        community: ["海星社区".into(), "Starfish Community".into()],
        minutes,
        shifts: 3,
        first_day: "2022-11-24".parse().expect("a day"),
        last_day: "2022-11-26".parse().expect("a day"),
        issued_at: Timestamp(1_669_280_400_000),
    }
}

#[test]
fn a_certificate_is_good_as_json_and_in_one_line() {
    let signed = key(1).sign(&claims("陈小明", 720)).expect("signed");
    let json = serde_json::to_string(&signed).expect("written");
    for text in [json, signed.in_line()] {
        let read = Certificate::read(&text).expect("a certificate");
        assert_eq!(read.verified(&key(1)), Ok(claims("陈小明", 720)));
        assert_eq!(read.verified(&key(2)), Err(CertificateError::OtherKey));
    }
}

#[test]
fn the_key_is_named_as_others_name_it() {
    // RFC 8037, appendix A.3: the thumbprint of the key of appendix A.1.
    let secret = BASE64URL_NOPAD
        .decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
        .expect("base64url");
    let key = CertificateKey::from_bytes(&secret.try_into().expect("32 bytes"));
    assert_eq!(key.public().x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(key.public().kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn claims_with_another_signature_are_refused() {
    let mine = key(1).sign(&claims("陈小明", 720)).expect("signed");
    let more = key(1).sign(&claims("陈小明", 7_200)).expect("signed");
    let forged = Certificate {
        payload: more.payload,
        ..mine
    };
    assert_eq!(forged.verified(&key(1)), Err(CertificateError::BadSignature));
}

#[test]
fn what_is_no_certificate_is_told_apart() {
    for text in [
        "",
        "{}",
        "a.b",
        "a.b.c.d",
        "….…",
        &"x".repeat(CERTIFICATE_BYTES_MAX + 1),
    ] {
        assert_eq!(Certificate::read(text), Err(CertificateError::Unreadable), "{text}");
    }
    let unsigned = Certificate::read("a.b.c").expect("three parts");
    assert_eq!(unsigned.verified(&key(1)), Err(CertificateError::Unreadable));
}

proptest! {
    #[test]
    fn every_change_of_a_signed_text_is_noticed(at in 0_usize..400, to in "[A-Za-z0-9_-]") {
        let signed = key(1).sign(&claims("陈小明", 720)).expect("signed").in_line();
        let at = at % signed.len();
        let mut changed = signed.clone();
        changed.replace_range(at..=at, &to);
        let verdict = Certificate::read(&changed).and_then(|read| read.verified(&key(1)));
        // The last sign of a part carries bits that base64url leaves unused; the reader refuses those too.
        prop_assert_eq!(verdict.is_ok(), changed == signed);
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,200}") {
        if let Ok(read) = Certificate::read(&text) {
            prop_assert!(read.verified(&key(1)).is_err());
        }
    }
}
