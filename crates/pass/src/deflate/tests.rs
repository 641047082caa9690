#![allow(clippy::unwrap_used)]

use super::*;
use flate2::read::ZlibDecoder;
use std::io::Read as _;

fn inflated(stream: &[u8]) -> Result<Vec<u8>, DeflateError> {
    let mut out = [0; 640];
    inflate(stream, &mut out).map(|len| out[..len].to_vec())
}

fn samples() -> Vec<Vec<u8>> {
    let every: Vec<u8> = (0..=255).collect();
    let long: Vec<u8> = std::iter::repeat_n(7, 600).collect();
    let mixed = "永辉生活 renmin 永辉生活 renmin 500112001".repeat(5).into_bytes();
    vec![Vec::new(), vec![0], vec![255; 3], every, long, mixed]
}

#[test]
fn what_is_deflated_is_inflated_here_and_by_a_common_zlib() {
    for sample in samples() {
        let stream = deflate(&sample);
        assert_eq!(inflated(&stream), Ok(sample.clone()));
        let mut theirs = Vec::new();
        ZlibDecoder::new(&stream[..]).read_to_end(&mut theirs).unwrap();
        assert_eq!(theirs, sample);
    }
}

#[test]
fn a_common_zlibs_fixed_codes_are_read() {
    // Python 3.11: zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_FIXED) over b"500112001 500112001 500112002".
    let stream = b"\x78\x01\x33\x35\x30\x30\x34\x34\x02\x12\x0a\xa6\x18\x2c\x23\x00\x51\xbd\x05\x70";
    assert_eq!(inflated(stream), Ok(b"500112001 500112001 500112002".to_vec()));
}

#[test]
fn no_bit_of_a_stream_can_be_changed_unnoticed() {
    for sample in samples() {
        let stream = deflate(&sample);
        for bit in 0..stream.len() * 8 {
            let mut changed = stream.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(inflated(&changed), Ok(sample.clone()), "bit {bit} of {stream:02x?}");
        }
        for len in 0..stream.len() {
            assert!(inflated(&stream[..len]).is_err());
        }
        assert!(inflated(&[&stream[..], &[0]].concat()).is_err());
    }
}

#[test]
fn a_stream_that_swells_is_stopped() {
    let mut bomb = deflate(&vec![0; 641]);
    assert_eq!(inflated(&bomb), Err(DeflateError::TooLong));
    bomb = deflate(&vec![0; 5_000]);
    assert_eq!(inflated(&bomb), Err(DeflateError::TooLong));
}

#[test]
fn other_kinds_of_blocks_are_refused() {
    for (level, bytes) in [(0, vec![1; 40]), (9, (0..600_u32).map(|n| (n * n % 7) as u8).collect())] {
        let mut stream = miniz_oxide::deflate::compress_to_vec_zlib(&bytes, level);
        stream[..2].copy_from_slice(&HEADER);
        assert_eq!(inflated(&stream), Err(DeflateError::Block));
    }
}
