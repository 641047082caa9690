//! The words of this module.

use tongxin_i18n::Texts;

#[test]
fn the_language_files_are_sound_and_complete_in_both_languages() {
    let texts = Texts::new(&[
        tongxin_web::TEXTS,
        tongxin_account::TEXTS,
        tongxin_ledger::TEXTS,
        tongxin_import::TEXTS,
        tongxin_volunteer::TEXTS,
    ]);
    assert_eq!(texts.problems(), [] as [String; 0]);
}
