//! What is kept of a photo: the picture, upright and not larger than needed, and nothing else.
//!
//! A photo is decoded and written anew, so that whatever a telephone put beside the picture (position, time, model,
//! thumbnail) is gone, and whatever a hostile file carries with it too.

use crate::rules::limits::{PHOTO_BYTES_MAX, PHOTO_PIXELS_MAX, PHOTO_SIDE_MAX};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};
use std::io::Cursor;

/// JPEG quality of photos kept: labels stay readable at about a quarter of a telephone's file size.
const JPEG_QUALITY: u8 = 82;
/// Bytes that one pixel takes at most while decoding (four channels of 16 bits).
const PIXEL_BYTES_MAX: u64 = 8;
/// The longest side that is decoded, in pixels (JPEG's own limit).
const SIDE_DECODED_MAX: u32 = 65_535;

/// A photo as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// SHA-256 of the file, in hex.
    pub digest: String,
}

/// Why a file is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// There are no bytes.
    #[error("the photo is empty")]
    Empty,
    /// Too many bytes.
    #[error("the photo has {found} bytes, more than {PHOTO_BYTES_MAX}")]
    TooLarge {
        /// Bytes found.
        found: usize,
    },
    /// Too many pixels.
    #[error("the photo has more than {PHOTO_PIXELS_MAX} pixels")]
    TooManyPixels,
    /// Neither JPEG nor PNG, by its first bytes.
    #[error("the file is neither JPEG nor PNG")]
    WrongType,
    /// It can't be decoded.
    #[error("the photo is damaged: {0}")]
    Damaged(String),
}

impl PhotoError {
    /// A stable code, also the end of its language key.
    pub const fn code(&self) -> &'static str {
        match self {
            PhotoError::Empty => "photo-empty",
            PhotoError::TooLarge { .. } => "photo-too-large",
            PhotoError::TooManyPixels => "photo-too-many-pixels",
            PhotoError::WrongType => "photo-wrong-type",
            PhotoError::Damaged(_) => "photo-damaged",
        }
    }
}

/// Decodes a photo within limits, turns it upright, shrinks it and writes it anew. Takes time and memory: run it off
/// the request threads, few at a time.
///
/// # Errors
/// Why the file can't be kept.
pub fn keep(bytes: &[u8]) -> Result<Photo, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    if bytes.len() > PHOTO_BYTES_MAX {
        return Err(PhotoError::TooLarge { found: bytes.len() });
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => format,
        _ => return Err(PhotoError::WrongType),
    };
    let picture = shrunk(decode(bytes, format)?);
    let (bytes, media_type) = encode(&picture, format)?;
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    Ok(Photo {
        bytes,
        media_type,
        digest,
    })
}

fn damaged(error: image::ImageError) -> PhotoError {
    match error {
        image::ImageError::Limits(_) => PhotoError::TooManyPixels,
        other => PhotoError::Damaged(other.to_string()),
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PhotoError> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE_DECODED_MAX);
    limits.max_image_height = Some(SIDE_DECODED_MAX);
    limits.max_alloc = Some(PHOTO_PIXELS_MAX * PIXEL_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PHOTO_PIXELS_MAX {
        return Err(PhotoError::TooManyPixels);
    }
    // A photo with unreadable metadata is still a photo.
    let orientation = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn shrunk(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= PHOTO_SIDE_MAX {
        return picture;
    }
    picture.thumbnail(PHOTO_SIDE_MAX, PHOTO_SIDE_MAX)
}

/// PNG stays PNG (screenshots stay sharp) while it fits; all else becomes JPEG.
fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<(Vec<u8>, &'static str), PhotoError> {
    let mut bytes = Vec::new();
    if format == ImageFormat::Png {
        let png = DynamicImage::ImageRgba8(picture.to_rgba8());
        png.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .map_err(damaged)?;
        if bytes.len() <= PHOTO_BYTES_MAX {
            return Ok((bytes, "image/png"));
        }
        bytes.clear();
    }
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(damaged)?;
    if bytes.len() > PHOTO_BYTES_MAX {
        return Err(PhotoError::TooLarge { found: bytes.len() });
    }
    Ok((bytes, "image/jpeg"))
}
