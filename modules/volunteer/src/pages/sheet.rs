//! `/shifts/{id}/sheet`: the sheet that hangs where a shift meets: what, when, and the square code at which people check in and
//! out. Paper has no language switch, so it speaks both.

use super::words::Words;
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::store::shifts;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit, qr_svg};
use tongxin_city::{Lang, ShiftId};
use tongxin_web::{Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "shift_sheet.html")]
struct SheetPage {
    page: Page,
    id: String,
    /// In Chinese and in English.
    sides: [Side; 2],
    svg: String,
    link: String,
}

struct Side {
    lang: &'static str,
    title: String,
    place: String,
    meet: String,
    when: String,
    how: String,
}

/// The sheet.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
) -> Result<Response, Problem> {
    let shift = volunteers.shift(&visit.scope(Action::ShiftWork)?, id).await?;
    let posts = shifts::posts(volunteers.db(), [id])
        .await
        .map_err(VolunteerError::from)?;
    let words = Words::of(&volunteers, &visit)?;
    let line = words.shift(&shift, posts.get(&id).map_or(&[], Vec::as_slice));
    let shell = visit.asked.shell();
    let link = shell.link(&format!("/volunteer/in/{}", volunteers.shift_code(id)));
    let [zh, en] = volunteers.place_name(&shift.place);
    let side = |lang: Lang, place: String| Side {
        lang: lang.as_tag(),
        title: shell.text(lang, &format!("volunteer-shift-{}", shift.kind)),
        place,
        meet: line.meet.clone(),
        when: format!(
            "{}–{}",
            shell.zone.format(shift.span.start, lang),
            shell.zone.format(shift.span.end, lang)
        ),
        how: shell.text(lang, "volunteer-sheet-how"),
    };
    html(&SheetPage {
        page: visit.page_titled(line.title.clone()),
        id: id.to_string(),
        sides: [side(Lang::Zh, zh), side(Lang::En, en)],
        svg: qr_svg(&link, &visit.t("volunteer-sheet-code"))?,
        link,
    })
}
