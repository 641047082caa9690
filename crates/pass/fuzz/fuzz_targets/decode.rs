//! Any bytes as a signed message, or as the claims of one: of a pass, a key set, a status list and a delta.
//!
//! The first byte chooses. Signatures over claims are made here, so that what lies behind them is reached; what comes out
//! of true claims must be written again as the same bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tongxin_pass_format::fuzzing::signed_with;
use tongxin_pass_format::{
    DELTA_TYPE, KEYS_TYPE, KeySet, STATUS_TYPE, StatusList, issue, message_of, read_signed, text_of,
};

#[allow(dead_code)]
#[path = "world.rs"]
mod world;

static WORLD: LazyLock<world::World> = LazyLock::new(world::World::new);

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let world::World { signer, keys, list, .. } = &*WORLD;
    let root = signer.public();
    let signed = |kind| signed_with(bytes, kind, signer);
    match choice % 5 {
        0 => {
            let _ = read_signed(&text_of(bytes), &root);
            let _ = KeySet::read(bytes, &root, Some(keys));
            let _ = StatusList::read(bytes, keys, Some(list));
            let _ = list.apply(bytes, keys);
        }
        1 => {
            let message = signed(None);
            if let Ok(Some(pass)) = read_signed(&text_of(&message), &root) {
                let again = issue(&pass, signer).expect("what was read can be issued");
                assert_eq!(message_of(&again).as_deref(), Ok(&message[..]));
            }
        }
        2 => {
            let file = signed(Some(KEYS_TYPE));
            if let Ok(set) = KeySet::read(&file, &root, None) {
                assert_eq!(set.sign(signer), file);
            }
        }
        3 => {
            let _ = StatusList::read(&signed(Some(STATUS_TYPE)), keys, Some(list));
        }
        _ => {
            let _ = list.apply(&signed(Some(DELTA_TYPE)), keys);
        }
    }
});
