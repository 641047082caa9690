//! Words that are written down rather than shown: needs and texts, in a language that is known only when they are written.

use crate::TEXTS;
use std::sync::LazyLock;
use tongxin_city::Lang;
use tongxin_i18n::Texts;

/// Every word of this module.
pub(crate) static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

/// What is said in either language: needs are read in both.
pub(crate) fn in_both(between: &str, said: impl Fn(Lang) -> String) -> String {
    Lang::ALL.iter().copied().map(said).collect::<Vec<_>>().join(between)
}
