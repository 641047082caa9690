//! Square codes as files: SVG, and PNG written here, for it is four chunks of black and white.

use crate::cli::PassFormat;
use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tongxin_pass_format::qr_code;

/// Light modules around a code (ISO/IEC 18004).
const QUIET: usize = 4;
/// Dots along a module of a PNG: a phone's camera reads it from a screen, a printer scales it up.
const DOTS: usize = 8;

/// Writes a code into a folder, named by the pass's number, or to standard output; answers the file.
pub(super) fn write_code(
    folder: Option<&Path>,
    format: PassFormat,
    number: u32,
    text: &str,
) -> Result<Option<PathBuf>> {
    let rows = modules(text)?;
    let (bytes, end) = match format {
        PassFormat::Png => (png(&rows)?, "png"),
        _ => (svg(&rows).into_bytes(), "svg"),
    };
    let Some(folder) = folder else {
        std::io::stdout().write_all(&bytes)?;
        return Ok(None);
    };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let file = folder.join(format!("{number}.{end}"));
    std::fs::write(&file, bytes).with_context(|| file.display().to_string())?;
    Ok(Some(file))
}

/// The modules row by row with the quiet zone; true is dark.
fn modules(text: &str) -> Result<Vec<Vec<bool>>> {
    let code = qr_code(text)?;
    let width = code.width();
    let colors = code.to_colors();
    let is_dark = |row: usize, column: usize| {
        let at = |place: usize| place.checked_sub(QUIET).filter(|place| *place < width);
        let module = at(row).zip(at(column));
        module.is_some_and(|(row, column)| colors[row * width + column] == qrcode::Color::Dark)
    };
    let side = 0..width + 2 * QUIET;
    Ok(side
        .clone()
        .map(|row| side.clone().map(|column| is_dark(row, column)).collect())
        .collect())
}

fn svg(rows: &[Vec<bool>]) -> String {
    let side = rows.len();
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for x in (0..side).filter(|x| row[*x]) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>\n"
    )
}

/// PNG (ISO/IEC 15948) with one bit a dot; 1 is light.
fn png(rows: &[Vec<bool>]) -> Result<Vec<u8>> {
    let side = rows.len() * DOTS;
    let mut dots = ZlibEncoder::new(Vec::new(), Compression::best());
    for row in rows {
        let mut line = vec![0; 1 + side.div_ceil(8)];
        for x in 0..side {
            if !row[x / DOTS] {
                line[1 + x / 8] |= 0x80 >> (x % 8);
            }
        }
        for _ in 0..DOTS {
            dots.write_all(&line)?;
        }
    }
    let size = u32::try_from(side)
        .context("a code too large for a picture")?
        .to_be_bytes();
    let header = [&size[..], &size[..], &[1, 0, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", dots.finish()?), (b"IEND", Vec::new())] {
        bytes.extend((content.len() as u32).to_be_bytes());
        let mut check = flate2::Crc::new();
        check.update(kind);
        check.update(&content);
        bytes.extend(kind);
        bytes.extend(&content);
        bytes.extend(check.sum().to_be_bytes());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_zone_and_its_finder_patterns() {
        let rows = modules("TX1:ABC").expect("a code");
        let side = rows.len();
        assert_eq!(side, 21 + 2 * QUIET, "the smallest code");
        assert!(rows[..QUIET].iter().flatten().all(|is_dark| !is_dark));
        for (row, column) in [(QUIET, QUIET), (QUIET, side - QUIET - 1), (side - QUIET - 1, QUIET)] {
            assert!(rows[row][column], "a corner of a finder pattern");
        }
    }

    #[test]
    fn a_picture_says_its_size_and_ends() {
        let rows = modules("TX1:ABC").expect("a code");
        let bytes = png(&rows).expect("a picture");
        assert_eq!(&bytes[16..20], (rows.len() as u32 * DOTS as u32).to_be_bytes());
        assert_eq!(&bytes[bytes.len() - 12..], b"\0\0\0\0IEND\xaeB`\x82");
        assert!(svg(&rows).contains("viewBox=\"0 0 29 29\""));
    }
}
