//! What people write, before it is kept.

use tongxin_web::FieldFault;

/// Looks at a text of at most `max` characters; lines and tabs are fine, other signs that can't be shown are not.
///
/// # Errors
/// What is wrong with it.
pub fn check_text(field: &str, text: &str, max: usize) -> Result<(), FieldFault> {
    FieldFault::if_longer(field, text, max)?;
    let is_unprintable = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
    if text.chars().any(is_unprintable) {
        return Err(FieldFault::new(field, "field-unprintable"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_no_database_keeps_are_refused() {
        let code = |text| check_text("note", text, 5).err().map(|fault| fault.key);
        assert_eq!(code("两\n行"), None);
        assert_eq!(code("\u{0}"), Some("field-unprintable"));
        assert_eq!(code("123456"), Some("field-too-long"));
    }
}
