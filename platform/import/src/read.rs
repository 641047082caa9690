//! From a file's bytes to rows under the declared headings.

use crate::grid::Grid;
use crate::headings::Headings;
use crate::limits::FILE_BYTES_MAX;
use crate::xlsx::Book;
use crate::{ImportError, OtherNames, Rows, Sheet, csv};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tongxin_city::Lang;
use tongxin_i18n::Texts;

const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// An OLE container: the format before 2007, or today's under a password ([MS-CFB], section 2.2).
const OLE_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The stream that holds a document under a password ([MS-OFFCRYPTO], section 2.3.4.4).
const PROTECTED_STREAM: &str = "EncryptedPackage";

impl Sheet {
    /// Reads a file: which format it has is seen from its bytes. Headings are taken in either language; messages
    /// name them in `lang` where the file does not.
    ///
    /// # Errors
    /// Why the file as a whole can't be read; what is wrong with single rows comes from [`Rows::parse`].
    pub fn read<'t>(&self, texts: &'t Texts, lang: Lang, bytes: &[u8]) -> Result<Rows<'t>, ImportError> {
        self.read_any(None, (texts, lang), bytes)
    }

    /// The same for a table that another system made: columns may have other names too, and columns that are none of the declared ones
    /// are left out; [`Rows::unread`] names them.
    ///
    /// # Errors
    /// As [`Sheet::read`].
    pub fn read_foreign<'t>(
        &self,
        others: &[OtherNames],
        (texts, lang): (&'t Texts, Lang),
        bytes: &[u8],
    ) -> Result<Rows<'t>, ImportError> {
        self.read_any(Some(others), (texts, lang), bytes)
    }

    fn read_any<'t>(
        &self,
        foreign: Option<&[OtherNames]>,
        (texts, lang): (&'t Texts, Lang),
        bytes: &[u8],
    ) -> Result<Rows<'t>, ImportError> {
        let (headings, grid) = if bytes.len() > FILE_BYTES_MAX {
            return Err(ImportError::TooLarge);
        } else if bytes.starts_with(OLE_MAGIC) {
            return Err(ole_error(bytes));
        } else if bytes.starts_with(ZIP_MAGIC) {
            self.read_book(foreign, (texts, lang), bytes)?
        } else {
            let tops: [Grid; 1] = [csv::read(bytes)?];
            let headings = Headings::find(self, foreign, (texts, lang), &tops)?;
            let [grid] = tops;
            (headings, grid)
        };
        Rows::new(self.columns, headings, grid, texts, lang)
    }

    /// calamine adds up the digits of a cell's reference unchecked, so that a made-up one makes it panic where
    /// overflow is checked. Whatever makes it panic is a damaged file.
    fn read_book(
        &self,
        foreign: Option<&[OtherNames]>,
        said_in: (&Texts, Lang),
        bytes: &[u8],
    ) -> Result<(Headings, Grid), ImportError> {
        let read = || {
            let mut book = Book::open(bytes)?;
            let headings = Headings::find(self, foreign, said_in, &book.tops()?)?;
            let grid = book.sheet(&headings.sheet)?;
            Ok((headings, grid))
        };
        catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ImportError::Damaged))
    }
}

fn ole_error(bytes: &[u8]) -> ImportError {
    let stream: Vec<u8> = PROTECTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(stream.len()).any(|window| window == stream) {
        ImportError::Protected
    } else {
        ImportError::OldFormat
    }
}
