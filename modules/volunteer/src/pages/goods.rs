//! `/volunteers/goods`: protective goods: what is there, what came in, who was given what.

use super::GOODS;
use super::words::{Typed, Words};
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::issuing::AskedGoods;
use crate::limits::SHOWN_MAX;
use crate::rules::goods::{Goods, GoodsStep};
use crate::store::{goods, volunteers};
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::VolunteerId;
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, html, redirect_with, refused,
    typed_number,
};

/// Places to choose from.
const PLACES_MAX: usize = 100;

#[derive(Template)]
#[template(path = "volunteer_goods.html")]
struct GoodsPage {
    page: Page,
    errors: FormErrors,
    action: &'static str,
    may_edit: bool,
    counts: Vec<Count>,
    steps: Vec<Step>,
    places: Vec<Choice>,
    items: Vec<Choice>,
    kinds: Vec<Choice>,
    typed: Typed,
}

struct Count {
    place: String,
    item: String,
    there: String,
}

struct Step {
    at: String,
    what: String,
    place: String,
    who: String,
}

/// The page.
pub(super) async fn show(State(volunteers): Shared, visit: Visit) -> Result<Response, Problem> {
    html(&page(&volunteers, &visit, Typed::default(), FormErrors::default()).await?)
}

async fn page(volunteers: &Volunteers, visit: &Visit, typed: Typed, errors: FormErrors) -> Result<GoodsPage, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let words = Words::of(volunteers, visit)?;
    let counts = goods::counts(volunteers.db(), &scope, SHOWN_MAX * 6)
        .await
        .map_err(VolunteerError::from)?;
    let steps = goods::entries(volunteers.db(), &scope, None, SHOWN_MAX)
        .await
        .map_err(VolunteerError::from)?;
    let people = volunteers::of(volunteers.db(), steps.iter().filter_map(|step| step.volunteer)).await;
    let people = people.map_err(VolunteerError::from)?.into_iter();
    let people: HashMap<VolunteerId, String> = people.map(|one| (one.id, one.shown_name())).collect();
    Ok(GoodsPage {
        page: visit.page("volunteer-goods-title"),
        errors,
        action: GOODS,
        may_edit: visit.viewer.may(Action::VolunteerEdit),
        counts: counts
            .iter()
            .map(|count| Count {
                place: words.place(&count.place),
                item: words.t(&format!("volunteer-goods-{}", count.item)),
                there: count.there.to_string(),
            })
            .collect(),
        steps: steps
            .iter()
            .map(|step| Step {
                at: words.when(step.at),
                what: format!(
                    "{} · {} {}",
                    words.t(&format!("volunteer-goods-step-{}", step.step)),
                    words.t(&format!("volunteer-goods-{}", step.item)),
                    step.pieces
                ),
                place: words.place(&step.place),
                who: step
                    .volunteer
                    .and_then(|who| people.get(&who).cloned())
                    .unwrap_or_default(),
            })
            .collect(),
        places: places(&words, &scope, typed.one("place")),
        items: words.choices("volunteer-goods-", Goods::ALL, |word| typed.has("item", word), None),
        kinds: words.choices(
            "volunteer-goods-step-",
            GoodsStep::ALL,
            |word| typed.has("step", word),
            None,
        ),
        typed,
    })
}

/// The communities inside a scope, or the places themselves where they lie inside one.
pub(super) fn places(words: &Words<'_>, scope: &Scope, chosen: &str) -> Vec<Choice> {
    let tree = words.volunteers.places().tree();
    let inside = scope.places.iter().flat_map(|place| {
        let communities = tree
            .at_level(*place, tongxin_city::Level::Community)
            .map(|place| place.code);
        let communities: Vec<_> = communities.filter(|code| code.is_inside(place)).collect();
        if communities.is_empty() {
            vec![*place]
        } else {
            communities
        }
    });
    let choice = |code: tongxin_city::PlaceCode| Choice {
        label: words.place(&code),
        chosen: code.as_str() == chosen,
        value: code.to_string(),
        ..Choice::default()
    };
    inside.take(PLACES_MAX).map(choice).collect()
}

/// Takes a step of goods.
pub(super) async fn say(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "move-goods", format!("{typed:?}").as_bytes());
    let done = match read(&typed) {
        Ok(asked) => volunteers.move_goods(key, by, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(done) => {
            let flash = Flash::done("volunteer-done-goods").arg("there", done.there);
            Ok(redirect_with(&visit.asked, GOODS, &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&volunteers, &visit, typed, errors).await?)
        }
    }
}

fn read(typed: &Typed) -> Result<AskedGoods, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let place = typed.one("place").parse().ok();
    let (item, step) = (typed.one("item").parse().ok(), typed.one("step").parse().ok());
    for (field, is_there) in [
        ("place", place.is_some()),
        ("item", item.is_some()),
        ("step", step.is_some()),
    ] {
        if !is_there {
            faults.push(FieldFault::new(field, "field-required"));
        }
    }
    let volunteer = match typed.one("volunteer") {
        "" => None,
        number => match number.parse() {
            Ok(id) => Some(id),
            Err(_) => {
                faults.push(FieldFault::new("volunteer", "volunteer-field-number"));
                None
            }
        },
    };
    match (place, item, step) {
        (Some(place), Some(item), Some(step)) if faults.is_empty() => Ok(AskedGoods {
            place,
            item,
            step,
            pieces: typed_number(typed.one("pieces"), 0),
            volunteer,
        }),
        _ => Err(faults),
    }
}
