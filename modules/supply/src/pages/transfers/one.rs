//! `/supply/transfers/{id}`: how a transfer stands, whose step is next, what happened.

use crate::Supply;
use crate::api::Shared;
use crate::api::transfers::seen_transfer;
use crate::limits::TRANSFER_REASON_CHARS_MAX;
use crate::pages::steps::{EventView, Offer};
use crate::pages::transfers::PATH;
use crate::pages::transfers::steps::StepForm;
use crate::pages::transfers::words::{Names, badge};
use crate::pages::whitelist::words::{Badge, Words, actors};
use crate::rules::transfer::{TransferState, TransferStep};
use crate::store::transfers::{Transfer, TransferEvent};
use crate::transfers::TransferDetail;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::Visit;
use tongxin_city::{PlaceCode, TransferId};
use tongxin_web::{FormErrors, Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "transfer.html")]
pub(super) struct TransferPage {
    page: Page,
    errors: FormErrors,
    href: String,
    badge: Badge,
    /// Whose step is next.
    now: String,
    steps: Vec<Offer>,
    facts: Vec<(String, String)>,
    need_href: Option<String>,
    late_need_href: Option<String>,
    can_undo: bool,
    seq: i64,
    events: Vec<EventView>,
    reason_chars_max: String,
}

/// The page.
pub(super) async fn show(State(supply): Shared, visit: Visit, Path(id): Path<TransferId>) -> Result<Response, Problem> {
    html(&page(&supply, &visit, id, FormErrors::default(), None).await?)
}

pub(super) async fn page(
    supply: &Supply,
    visit: &Visit,
    id: TransferId,
    errors: FormErrors,
    tried: Option<(&'static str, StepForm)>,
) -> Result<TransferPage, Problem> {
    let words = Words::of(supply, visit)?;
    let detail = seen_transfer(supply, visit, id).await?;
    let known = &detail.transfer;
    let names = Names::of(supply, std::slice::from_ref(known)).await?;
    let who = actors(supply, &words, detail.events.iter().map(|event| &*event.taken.actor)).await?;
    let mut page = visit.page_titled(names.what(&words, known.item, known.asked));
    let href = |code: &PlaceCode| format!("/supply?place={code}");
    page.place_path = visit.place_path(&words.tree, &known.to_place, tongxin_account::Action::StockRead, href);
    let view = |event: &TransferEvent| {
        let (taken, what) = (&event.taken, what(&words, &names, known, event));
        let who = who.get(&taken.actor).cloned().unwrap_or_default();
        EventView::new(&page, &taken.at, what, who, &event.note, taken.seq == known.seq)
    };
    Ok(TransferPage {
        errors,
        href: format!("{PATH}/{id}"),
        badge: badge(&words, known.state),
        now: words.ta(
            &match detail.brought() {
                Some(_) if known.state == TransferState::Sent => "supply-transfers-now-brought".to_owned(),
                _ => format!("supply-transfers-now-{}", known.state),
            },
            &[("from", &names.org(known.from)), ("to", &names.org(known.to))],
        ),
        steps: offers(&words, known, &detail.offered, tried),
        facts: facts(&words, &names, &detail),
        need_href: known.need.map(|need| format!("/needs/{need}")),
        late_need_href: known.late_need.map(|need| format!("/needs/{need}")),
        can_undo: detail.can_undo,
        seq: known.seq,
        events: detail.events.iter().rev().map(view).collect(),
        reason_chars_max: TRANSFER_REASON_CHARS_MAX.to_string(),
        page,
    })
}

fn facts(words: &Words<'_>, names: &Names, detail: &TransferDetail) -> Vec<(String, String)> {
    let known = &detail.transfer;
    let pieces = |pieces: Option<i64>| pieces.map(|pieces| pieces.to_string()).unwrap_or_default();
    let facts = [
        ("supply-transfers-number", known.id.to_string()),
        ("supply-transfers-giver", names.org(known.from)),
        ("supply-transfers-giver-place", words.place(&known.from_place)),
        ("supply-transfers-receiver", names.org(known.to)),
        ("supply-transfers-receiver-place", words.place(&known.to_place)),
        ("supply-transfers-gtin", names.gtin(known.item)),
        ("supply-transfers-asked", pieces(Some(known.asked))),
        ("supply-transfers-sent", pieces(known.sent)),
        ("supply-transfers-brought", pieces(detail.brought())),
        ("supply-transfers-received", pieces(known.received)),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (words.t(key), value)).collect()
}

fn what(words: &Words<'_>, names: &Names, known: &Transfer, event: &TransferEvent) -> String {
    let step = words.t(&format!("supply-transfers-event-{}", event.taken.step));
    match event.pieces {
        Some(pieces) => format!("{step} · {}", names.what(words, known.item, pieces)),
        None => step,
    }
}

fn offers(
    words: &Words<'_>,
    known: &Transfer,
    offered: &[TransferStep],
    tried: Option<(&'static str, StepForm)>,
) -> Vec<Offer> {
    let (tried, form) = tried.unwrap_or_default();
    let typed = |name: &str, typed: &str, usual: i64| {
        if tried == name {
            typed.to_owned()
        } else {
            usual.to_string()
        }
    };
    let offer = |step: &TransferStep| {
        let (icon, field, value) = match step {
            TransferStep::Agree => ("check", "", String::new()),
            TransferStep::Refuse => ("declined", "refuse_reason", form.refuse_reason.clone()),
            TransferStep::Send => ("send", "send_pieces", typed("send", &form.send_pieces, known.asked)),
            TransferStep::Receive => ("inbox", "receive_pieces", form.receive_pieces.clone()),
            _ => ("close", "cancel_reason", form.cancel_reason.clone()),
        };
        let question = match field {
            "" => String::new(),
            "send_pieces" | "receive_pieces" => words.t(&format!("supply-transfers-ask-{step}")),
            _ => words.t("supply-transfers-ask-reason"),
        };
        Offer {
            name: step.as_str(),
            label: words.t(&format!("supply-transfers-step-{step}")),
            icon,
            field,
            question,
            value,
            is_open: tried == step.as_str(),
        }
    };
    offered.iter().map(offer).collect()
}
