//! An allotment in words, for every page that shows one.

use crate::rules::allotment::{Phase, phase};
use crate::rules::draw_file::HexHash;
use crate::rules::lots::{LotRules, Part};
use crate::store::allotments::Allotment;
use crate::store::allotments::asks::HouseholdAsk;
use tongxin_account::Visit;
use tongxin_city::{Fen, PlaceTree};
use tongxin_web::Page;

/// A row of a list.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) badge: (&'static str, String),
    pub(super) name: String,
    /// What it is and where it comes from.
    pub(super) goods: String,
    /// Until when one can ask, or since when it is drawn.
    pub(super) when: String,
    /// How many ask; what one's own ask came to.
    pub(super) note: String,
}

/// A label and what stands beside it.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    /// Whether it is a number to compare sign by sign.
    pub(super) is_code: bool,
}

pub(super) fn phase_of(allotment: &Allotment, visit: &Visit) -> Phase {
    phase(allotment.state, allotment.opens_at, allotment.closes_at, visit.now())
}

/// Its state, as a shape and a word.
pub(super) fn badge(phase: Phase, page: &Page) -> (&'static str, String) {
    let shape = match phase {
        Phase::Announced | Phase::Drawn => "unknown",
        Phase::Asking => "stable",
        Phase::Closed => "strained",
    };
    (shape, page.t(&format!("supply-allotment-phase-{phase}")))
}

pub(super) fn row(allotment: &Allotment, base: &str, visit: &Visit, page: &Page) -> Row {
    let phase = phase_of(allotment, visit);
    Row {
        href: format!("{base}/{}", allotment.id),
        badge: badge(phase, page),
        name: allotment.name.clone(),
        goods: format!("{} · {}", allotment.item_name, allotment.org_name),
        when: when(allotment, phase, page),
        note: page.ta(
            "supply-allotment-asked-of",
            &[
                ("asked", &allotment.asked.to_string()),
                ("households", &households(allotment).to_string()),
            ],
        ),
    }
}

/// When the next thing happens to it, or the last one did.
pub(super) fn when(allotment: &Allotment, phase: Phase, page: &Page) -> String {
    let at = match phase {
        Phase::Announced => allotment.opens_at,
        Phase::Asking | Phase::Closed => allotment.closes_at,
        Phase::Drawn => allotment.drawn_at.unwrap_or(allotment.closes_at),
    };
    page.t1(&format!("supply-allotment-when-{phase}"), "time", page.when(&at))
}

/// What an ask came to, in a sentence.
pub(super) fn result(allotment: &Allotment, ask: &HouseholdAsk, page: &Page) -> String {
    match (allotment.seed, ask.rank, ask.pieces) {
        (Some(_), Some(rank), Some(pieces)) => {
            let key = if pieces > 0 {
                "supply-allotment-served"
            } else {
                "supply-allotment-unserved"
            };
            let args = [
                ("rank", &*rank.to_string()),
                ("asked", &*allotment.asked.to_string()),
                ("pieces", &*pieces.to_string()),
            ];
            page.ta(key, &args)
        }
        _ => page.t1("supply-allotment-waiting", "lots", ask.ask.lots),
    }
}

/// Households that can be served.
pub(super) fn households(allotment: &Allotment) -> u64 {
    allotment.pieces.div_ceil(allotment.household_pieces.max(1))
}

/// What there is, for how much, when.
pub(super) fn facts(allotment: &Allotment, tree: &PlaceTree, page: &Page) -> Vec<Fact> {
    let name = |code| {
        let place = tree.get(code);
        place.map_or_else(|| code.to_string(), |place| place.name(page.lang).to_owned())
    };
    let places: Vec<String> = allotment.places.iter().map(name).collect();
    let plain = |key: &str, value: String| Fact {
        label: page.t(key),
        value,
        is_code: false,
    };
    vec![
        plain("supply-allotment-goods", allotment.item_name.clone()),
        plain("supply-allotment-outlet", allotment.org_name.clone()),
        plain("supply-allotment-pieces", allotment.pieces.to_string()),
        plain(
            "supply-allotment-household-pieces",
            allotment.household_pieces.to_string(),
        ),
        plain("supply-allotment-price", price(allotment.price, page)),
        plain("supply-allotment-places", places.join(page.lang.pick("、", ", "))),
        plain("supply-allotment-opens", page.when(&allotment.opens_at)),
        plain("supply-allotment-closes", page.when(&allotment.closes_at)),
    ]
}

fn price(price: Fen, page: &Page) -> String {
    if price == Fen::ZERO {
        page.t("supply-allotment-free")
    } else {
        page.t1("supply-allotment-yuan", "yuan", price)
    }
}

/// What lets anybody check the draw.
pub(super) fn proofs(allotment: &Allotment, page: &Page) -> Vec<Fact> {
    let fact = |key: &str, value: Option<String>, is_code| {
        value.map(|value| Fact {
            label: page.t(key),
            value,
            is_code,
        })
    };
    let in_hex = |hash| HexHash(hash).to_string();
    [
        fact("supply-allotment-commitment", Some(in_hex(allotment.commitment)), true),
        fact("supply-allotment-digest", allotment.asks_digest.map(in_hex), true),
        fact(
            "supply-allotment-witness-source",
            allotment.witness_source.clone(),
            false,
        ),
        fact("supply-allotment-witness-value", allotment.witness_value.clone(), false),
        fact("supply-allotment-seed", allotment.seed.map(in_hex), true),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The rules, a line each; lines that give nothing are left out.
pub(super) fn rules(rules: &LotRules, page: &Page) -> Vec<String> {
    let lines = [
        (Part::Base, rules.base, [0, 0]),
        (Part::People, rules.per_further_person, [rules.further_people_max, 0]),
        (Part::Infant, rules.infant, [0, 0]),
        (Part::Elder, rules.elder, [0, 0]),
        (
            Part::Waiting,
            rules.days_lots_max,
            [rules.days_lots_max, rules.days_per_lot],
        ),
        (Part::Carried, rules.per_carried, [rules.carried_max, 0]),
    ];
    let line = |(part, lots, [max, days]): (Part, u32, [u32; 2])| {
        let args = [
            ("lots", &*lots.to_string()),
            ("max", &*max.to_string()),
            ("days", &*days.to_string()),
        ];
        page.ta(&format!("supply-allotment-rule-{part}"), &args)
    };
    lines.into_iter().filter(|(_, lots, _)| *lots > 0).map(line).collect()
}

/// How a household's lots add up; parts that give nothing are left out.
pub(super) fn parts(allotment: &Allotment, ask: &HouseholdAsk, page: &Page) -> Vec<(String, u32)> {
    let parts = allotment.lot_rules.parts(&ask.ask.facts).into_iter();
    parts
        .filter(|(_, lots)| *lots > 0)
        .map(|(part, lots)| (page.t(&format!("supply-allotment-part-{part}")), lots))
        .collect()
}
