//! Many at once: the same verdicts as one by one.

use tongxin_pass_format::limits::BATCH_MAX;
use tongxin_pass_format::{Pass, Scan, Verdict, check, check_batch, issue};

use crate::world::*;

fn texts(count: u32) -> Vec<String> {
    (0..count)
        .map(|at| {
            issued(&Pass {
                number: number(at),
                ..truck()
            })
        })
        .collect()
}

fn batch(texts: &[String]) -> Vec<Verdict> {
    let scans: Vec<Scan<'_>> = texts.iter().map(|text| Scan { text, gate: gate() }).collect();
    check_batch(&scans, &key_set(), &status_list())
}

#[test]
fn a_batch_judges_each_as_if_it_were_alone() {
    let mut texts = texts(2 * BATCH_MAX as u32 + 5);
    texts[3] = "no pass".to_owned();
    texts[4] = issue(&truck(), &secret("stranger")).unwrap();
    // Two forgeries, both in the second chunk.
    for at in [BATCH_MAX + 1, 2 * BATCH_MAX - 1] {
        let message = tongxin_pass_format::message_of(&texts[at]).unwrap();
        let mut forged = message.clone();
        *forged.last_mut().unwrap() ^= 1;
        texts[at] = tongxin_pass_format::text_of(&forged);
    }
    let verdicts = batch(&texts);
    for (text, verdict) in texts.iter().zip(&verdicts) {
        assert_eq!(*verdict, check(text, &key_set(), &status_list(), &gate()));
    }
    let count = |key: &str| verdicts.iter().filter(|verdict| verdict.key() == key).count();
    assert_eq!(
        (
            count("forged"),
            count("damaged"),
            count("unknown_key"),
            count("revoked")
        ),
        (2, 1, 1, 1)
    );
}

#[test]
fn an_empty_batch_has_no_verdicts() {
    assert_eq!(batch(&[]), []);
}
