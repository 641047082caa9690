//! The needs that wait longest, as rows of the ledger's own lists.

use crate::view::Sight;
use std::sync::Arc;
use tongxin_ledger::NeedRow;

pub(crate) fn rows(sight: &Sight<'_>) -> Vec<NeedRow> {
    let words = sight.words;
    let needs = tongxin_ledger::Sight {
        texts: words.texts,
        lang: words.lang,
        zone: words.zone,
        now: words.now,
        tree: Arc::clone(sight.tree),
        kinds: sight.kinds,
        above: sight.place.level,
    };
    sight.near.oldest.iter().map(|need| needs.row(need)).collect()
}
