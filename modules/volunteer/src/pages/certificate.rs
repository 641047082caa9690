//! `/volunteer/me/certificate`: a certificate of hours to print, with the square code that anybody can check it by; the same as
//! a file.

use super::own::{nobody, own_of};
use super::words::Words;
use super::{ME, VERIFY};
use crate::api::Shared;
use crate::rules::certificate::Claims;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, header};
use tongxin_account::{Visit, qr_svg};
use tongxin_city::Lang;
use tongxin_web::{Flash, Page, Problem, html, redirect_with};

#[derive(Template)]
#[template(path = "volunteer_certificate.html")]
struct CertificatePage {
    page: Page,
    claims: Claims,
    lines: [Line; 2],
    svg: String,
    text: String,
}

/// The certificate in one language: paper has no language switch.
pub(super) struct Line {
    pub(super) lang: &'static str,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) how: String,
}

/// What a certificate says, in a language.
pub(super) fn line(words: &Words<'_>, claims: &Claims, lang: Lang) -> Line {
    let shell = words.visit.asked.shell();
    let args = [
        ("name", claims.name.as_str()),
        ("community", lang.pick(&claims.community[0], &claims.community[1])),
        ("city", lang.pick(&claims.city[0], &claims.city[1])),
        ("hours", &(claims.minutes / 60).to_string()),
        ("minutes", &(claims.minutes % 60).to_string()),
        ("shifts", &claims.shifts.to_string()),
        ("from", &claims.first_day.format_with_year(lang)),
        ("until", &claims.last_day.format_with_year(lang)),
        ("issued", &shell.zone.format_with_year(claims.issued_at, lang)),
    ];
    Line {
        lang: lang.as_tag(),
        title: shell.text(lang, "volunteer-certificate-title"),
        text: shell.texts.text_with(lang, "volunteer-certificate-text", &args),
        how: shell.text(lang, "volunteer-certificate-how"),
    }
}

/// The sheet.
pub(super) async fn show(State(volunteers): Shared, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return nobody(&visit);
    };
    let Ok((claims, certificate)) = volunteers.certificate(&own, visit.now()).await else {
        return Ok(redirect_with(
            &visit.asked,
            ME,
            &Flash::warn("problem-volunteer-no-hours"),
        ));
    };
    let words = Words::of(&volunteers, &visit)?;
    let text = certificate.in_line();
    let link = visit.asked.shell().link(&format!("{VERIFY}?c={text}"));
    html(&CertificatePage {
        page: visit.page("volunteer-certificate-title"),
        lines: [line(&words, &claims, Lang::Zh), line(&words, &claims, Lang::En)],
        svg: qr_svg(&link, &visit.t("volunteer-certificate-code"))?,
        claims,
        text,
    })
}

/// The file.
pub(super) async fn file(State(volunteers): Shared, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return nobody(&visit);
    };
    let (_, certificate) = volunteers.certificate(&own, visit.now()).await?;
    let disposition = HeaderValue::from_static("attachment; filename=\"volunteer-hours.json\"");
    Ok(([(header::CONTENT_DISPOSITION, disposition)], axum::Json(certificate)).into_response())
}
