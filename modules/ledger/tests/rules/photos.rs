//! What is kept of a photo.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use tongxin_ledger::rules::photo::{PhotoError, keep};

/// A tall picture, red above and blue below.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| {
        if y < height / 2 {
            Rgb([255, 0, 0])
        } else {
            Rgb([0, 0, 255])
        }
    })
}

/// A little-endian TIFF block with the orientation tag (0x0112) and a comment where a position could stand.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x01\0".to_vec();
    block.extend([0x12, 0x01, 0x03, 0x00, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
    block.extend(b"POSITION 29.56N 106.55E");
    block
}

fn jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder.encode_image(picture).unwrap();
    bytes
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn metadata_is_gone_and_the_picture_upright() {
    let sent = jpeg(&picture(40, 80), Some(exif(6)));
    assert!(holds(&sent, b"POSITION"));
    let kept = keep(&sent).unwrap();
    assert_eq!(kept.media_type, "image/jpeg");
    assert!(!holds(&kept.bytes, b"POSITION") && !holds(&kept.bytes, b"Exif"));
    let shown = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
    // Turned by 90 degrees clockwise, what was above is at the right.
    assert_eq!(shown.dimensions(), (80, 40));
    assert!(shown.get_pixel(70, 20)[0] > 200 && shown.get_pixel(10, 20)[2] > 200);
}

#[test]
fn a_large_photo_is_shrunk_and_a_png_stays_one() {
    let mut png = Vec::new();
    DynamicImage::ImageRgb8(picture(3_000, 1_000))
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .unwrap();
    let kept = keep(&png).unwrap();
    assert_eq!(kept.media_type, "image/png");
    let shown = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!((shown.width(), shown.height()), (2_048, 683));
}

#[test]
fn what_is_no_photo_is_refused_with_its_reason() {
    assert_eq!(keep(b"").unwrap_err(), PhotoError::Empty);
    assert_eq!(keep(b"<svg onload=alert(1)>").unwrap_err(), PhotoError::WrongType);
    assert_eq!(
        keep(&vec![0; 6 * 1024 * 1024]).unwrap_err(),
        PhotoError::TooLarge { found: 6 * 1024 * 1024 }
    );
    let whole = jpeg(&picture(40, 80), None);
    assert!(matches!(keep(&whole[..30]), Err(PhotoError::Damaged(_))));
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    // A PNG header that claims 40,000 × 40,000 pixels, with its right checksum.
    let mut png = Vec::new();
    image::codecs::png::PngEncoder::new(&mut png)
        .write_image(&[0], 1, 1, image::ExtendedColorType::L8)
        .unwrap();
    png[16..24].copy_from_slice(&[0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40]);
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(keep(&png).unwrap_err(), PhotoError::TooManyPixels);
}

/// The PNG specification's CRC, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    })
}
