//! Packing an order on one form. A scanner types a number and Enter into its first field: the server counts, and the form
//! comes back with the counts that it carries. Nothing is written before it is packed.

use crate::Supply;
use crate::api::Shared;
use crate::api::orders::{at_work, give};
use crate::error::SupplyError;
use crate::limits::SUBSTITUTES_SHOWN;
use crate::orders::OrderDone;
use crate::outlet::{Scanned, WorkNames};
use crate::pages::forms::field;
use crate::pages::orders::Typed;
use crate::pages::orders::order::{Tried, page};
use crate::pages::orders::steps::{answered, refused_form};
use crate::pages::whitelist::words::Words;
use crate::rules::fields::Fields;
use crate::rules::offer::Offer;
use crate::rules::order::{Command, OrderLine, PackedLine, Substitute};
use crate::shop::OrderDetail;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{Fen, OrderId};
use tongxin_web::{Choice, FieldFault, Form, IdempotencyKey, Path, Problem, html, typed_number};

/// A line of the form.
pub(super) struct PackLine {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) gtin: String,
    pub(super) ordered: i64,
    /// The name of the field for pieces that were there, and what stands in it.
    pub(super) picked: (String, String),
    /// The name of the field for what comes instead, and what can.
    pub(super) instead: (String, Vec<Choice>),
    /// The name of the field for how many of that, and what stands in it.
    pub(super) instead_pieces: (String, String),
    /// The name of the field that says that the household agreed, and whether it does.
    pub(super) agreed: (String, bool),
    /// Whether something is chosen instead.
    pub(super) is_instead: bool,
}

/// The form's lines with what was typed.
pub(super) fn pack_lines(
    words: &Words<'_>,
    names: &WorkNames,
    detail: &OrderDetail,
    offers: &[Offer],
    tried: &Tried,
) -> Vec<PackLine> {
    let line = |line: &OrderLine| {
        let named = |start: &str| format!("{start}-{}", line.line);
        let typed = |name: String| {
            let value = field(&tried.typed, &name).to_owned();
            (name, value)
        };
        let (instead, chosen) = typed(named("s"));
        let (agreed, is_agreed) = typed(named("sa"));
        let item = names.items.get(&line.item);
        PackLine {
            name: item.map(|item| item.name.clone()).unwrap_or_default(),
            unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
            gtin: item
                .and_then(|item| item.gtin)
                .map(|gtin| gtin.printed().to_owned())
                .unwrap_or_default(),
            ordered: line.ordered,
            picked: typed(named("n")),
            is_instead: !chosen.is_empty() || tried.errors.at(&instead).is_some(),
            instead: (instead, substitutes(words, offers, line, &chosen)),
            instead_pieces: typed(named("sn")),
            agreed: (agreed, !is_agreed.is_empty()),
        }
    };
    detail.lines.iter().map(line).collect()
}

fn substitutes(words: &Words<'_>, offers: &[Offer], line: &OrderLine, chosen: &str) -> Vec<Choice> {
    let none = Choice {
        label: words.t("supply-orders-no-substitute"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    let others = offers
        .iter()
        .filter(|offer| offer.free > 0 && offer.item.id != line.item);
    let each = others.take(SUBSTITUTES_SHOWN).map(|offer| {
        let left = words.ta("supply-shop-left", &[("n", &offer.free.to_string())]);
        Choice {
            value: offer.item.id.to_string(),
            label: format!("{} · {left}", offer.item.name),
            chosen: offer.item.id.to_string() == chosen,
            ..Choice::default()
        }
    });
    std::iter::once(none).chain(each).collect()
}

/// Counts what was scanned, fills in that everything is there, or packs, by the button; Enter in a field counts.
pub(super) async fn pack(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    match field(&typed, "do") {
        "pack" => {
            let done = packed(&supply, &visit, id, &typed).await;
            answered(&supply, &visit, id, typed, done, "supply-orders-done-packed").await
        }
        "all" => fill(&supply, &visit, id, typed).await,
        _ => count(&supply, &visit, id, typed).await,
    }
}

async fn packed(supply: &Supply, visit: &Visit, id: OrderId, typed: &Typed) -> Result<OrderDone, Problem> {
    let key = IdempotencyKey::checked(field(typed, "key"))?;
    let (detail, _) = supply.work_order(&visit.scope(Action::OrderWork)?, id).await?;
    let mut fields = Fields::default();
    // Lines of what came instead are there once it is packed; a form that is sent again says nothing of them.
    let asked = detail.lines.iter().filter(|line| line.substitute_for.is_none());
    let lines: Vec<PackedLine> = asked.filter_map(|line| fields.take(read_line(line, typed))).collect();
    let lines = fields.finish(lines).map_err(SupplyError::from)?;
    give(supply, visit, at_work(visit)?, key, id, Command::Pack { lines }).await
}

fn read_line(line: &OrderLine, typed: &Typed) -> Result<PackedLine, FieldFault> {
    let at = |start: &str| format!("{start}-{}", line.line);
    let picked = match field(typed, &at("n")) {
        "" => return Err(FieldFault::new(at("n"), "supply-orders-say-picked")),
        // What is no number is refused at its field, as below nothing.
        text => text.parse().unwrap_or(-1),
    };
    let substitute = match field(typed, &at("s")) {
        "" => None,
        text => Some(Substitute {
            item: text
                .parse()
                .map_err(|_| FieldFault::new(at("s"), "supply-basket-not-offered"))?,
            price: Fen::ZERO,
            pieces: typed_number(field(typed, &at("sn")), line.ordered - picked),
            is_agreed: !field(typed, &at("sa")).is_empty(),
        }),
    };
    Ok(PackedLine {
        line: line.line,
        picked,
        substitute,
    })
}

/// Fills in every line as ordered.
async fn fill(supply: &Supply, visit: &Visit, id: OrderId, mut typed: Typed) -> Result<Response, Problem> {
    let (detail, _) = supply.work_order(&visit.scope(Action::OrderWork)?, id).await?;
    for line in &detail.lines {
        set(&mut typed, &format!("n-{}", line.line), line.ordered.to_string());
    }
    again(supply, visit, id, typed, visit.t("supply-orders-all-filled")).await
}

/// Counts one piece of what was scanned.
async fn count(supply: &Supply, visit: &Visit, id: OrderId, mut typed: Typed) -> Result<Response, Problem> {
    let scanned = field(&typed, "scan").to_owned();
    set(&mut typed, "scan", String::new());
    if scanned.is_empty() {
        return again(supply, visit, id, typed, String::new()).await;
    }
    let scope = visit.scope(Action::OrderWork)?;
    let counted = match supply.scan(&scope, id, &scanned).await {
        Ok(found) => counted(&found, &typed),
        Err(SupplyError::Faults(faults)) => Err(faults),
        Err(error) => return Err(error.into()),
    };
    match counted {
        Ok(Counted { name, at, number, of }) => {
            let (number, of) = (number.to_string(), of.to_string());
            let args = [("name", name.as_str()), ("n", &number), ("of", &of)];
            let said = Words::of(supply, visit)?.ta("supply-orders-counted", &args);
            set(&mut typed, &at, number);
            again(supply, visit, id, typed, said).await
        }
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| FieldFault {
                field: "scan".to_owned(),
                ..fault
            });
            let problem = SupplyError::Faults(faults.collect()).into();
            refused_form(supply, visit, id, typed, problem).await
        }
    }
}

/// One more piece of a line.
struct Counted {
    name: String,
    /// The line's field.
    at: String,
    /// Pieces that makes.
    number: i64,
    /// Pieces ordered.
    of: i64,
}

fn counted(found: &Scanned, typed: &Typed) -> Result<Counted, Vec<FieldFault>> {
    let name = found.item.name.clone();
    let Some(line) = &found.line else {
        return Err(vec![
            FieldFault::new("scan", "supply-orders-not-here").arg("name", name),
        ]);
    };
    let at = format!("n-{}", line.line);
    let number = field(typed, &at).parse::<i64>().unwrap_or(0).max(0) + 1;
    if number > line.ordered {
        let fault = FieldFault::new("scan", "supply-orders-enough").arg("name", name);
        return Err(vec![fault.arg("of", line.ordered)]);
    }
    Ok(Counted {
        name,
        at,
        number,
        of: line.ordered,
    })
}

async fn again(supply: &Supply, visit: &Visit, id: OrderId, typed: Typed, said: String) -> Result<Response, Problem> {
    let tried = Tried {
        typed,
        said,
        ..Tried::default()
    };
    html(&page(supply, visit, id, tried).await?)
}

/// Sets a field of a form to one value.
fn set(typed: &mut Typed, name: &str, value: String) {
    typed.retain(|(known, _)| known != name);
    typed.push((name.to_owned(), value));
}
