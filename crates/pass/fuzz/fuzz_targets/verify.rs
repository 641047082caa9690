//! Any text at a gate: one by one and in a batch, with the same verdict; and any bytes where the text's stream stands.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tongxin_pass_format::{Scan, check, check_batch, message_of, text_of};

#[allow(dead_code)]
#[path = "world.rs"]
mod world;

static WORLD: LazyLock<world::World> = LazyLock::new(world::World::new);

fuzz_target!(|bytes: &[u8]| {
    let world = &*WORLD;
    let gate = world.gate();
    if let Ok(text) = std::str::from_utf8(bytes) {
        let alone = check(text, &world.keys, &world.list, &gate);
        let scans = [
            Scan { text, gate },
            Scan {
                text: &world.good,
                gate,
            },
        ];
        let together = check_batch(&scans, &world.keys, &world.list);
        assert_eq!(alone, together[0]);
    }
    let mut text = String::from("TX1:");
    tongxin_pass_format::base45::encode(bytes, &mut text);
    if let Ok(message) = message_of(&text) {
        assert_eq!(message_of(&text_of(&message)), Ok(message));
    }
});
