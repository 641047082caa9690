//! Writes a template into the file named as its argument, for `tests/fixtures/make.py --check`.

#[path = "../tests/import/declared.rs"]
mod declared;

use tongxin_city::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let bytes = declared::VEHICLES.template(&declared::texts(), Lang::Zh);
    std::fs::write(path, bytes.map_err(|problem| problem.code)?)?;
    Ok(())
}
