//! Every bound of a table.

/// Largest file, in bytes: what the web takes.
pub const FILE_BYTES_MAX: usize = tongxin_web::TABLE_BYTES_MAX;
/// Most parts inside an XLSX; a plain one has about ten.
pub const PARTS_MAX: usize = 1_000;
/// Largest part of an XLSX once inflated, in bytes: 50,000 rows of 20 filled columns are about 35 MB of XML.
pub const PART_BYTES_MAX: u64 = 48 * 1024 * 1024;
/// All parts of an XLSX together once inflated, in bytes.
pub const INFLATED_BYTES_MAX: u64 = 80 * 1024 * 1024;
/// Most rows that are not blank, below the headings.
pub const ROWS_MAX: usize = 50_000;
/// Most columns.
pub const COLUMNS_MAX: usize = 64;
/// Longest text of a cell, in characters.
pub const CELL_CHARS_MAX: usize = 2_000;
/// The headings stand within these first rows; above them a title may stand.
pub const HEADING_ROWS_MAX: u32 = 10;
/// Faults that are told one by one; the others are counted.
pub const FAULTS_MAX: usize = 200;
/// Characters of a cell that a message repeats.
pub(crate) const FOUND_CHARS_MAX: usize = 40;
