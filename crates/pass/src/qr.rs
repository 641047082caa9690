//! The QR code of a pass: error level Q, one segment in alphanumeric mode, the smallest version that holds it.

use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};

/// A quarter of the code may be dirty, creased or in glare.
const LEVEL: EcLevel = EcLevel::Q;
const VERSIONS: std::ops::RangeInclusive<i16> = 1..=40;

/// A text that no QR code of this kind holds: longer than 2,420 characters or with others than Base45's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text does not fit into a QR code in alphanumeric mode")]
pub struct QrError;

/// How large a QR code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QrSize {
    /// 1 to 40.
    pub version: u8,
    /// Modules along each side, without the quiet zone of four on each.
    pub modules: u16,
}

/// The QR code of a text.
///
/// # Errors
/// When it does not fit.
pub fn qr_code(text: &str) -> Result<QrCode, QrError> {
    if !text.bytes().all(crate::base45::is_in_alphabet) {
        return Err(QrError);
    }
    let code = VERSIONS
        .into_iter()
        .find_map(|version| with_version(text, Version::Normal(version)));
    code.ok_or(QrError)
}

/// How large the QR code of a text is.
///
/// # Errors
/// When it does not fit.
pub fn qr_size(text: &str) -> Result<QrSize, QrError> {
    let code = qr_code(text)?;
    let modules = code.width() as u16;
    // ISO/IEC 18004: a version has 17 modules and four more for its number.
    let version = ((modules - 17) / 4) as u8;
    Ok(QrSize { version, modules })
}

fn with_version(text: &str, version: Version) -> Option<QrCode> {
    let mut bits = Bits::new(version);
    bits.push_alphanumeric_data(text.as_bytes()).ok()?;
    bits.push_terminator(LEVEL).ok()?;
    QrCode::with_bits(bits, LEVEL).ok()
}
