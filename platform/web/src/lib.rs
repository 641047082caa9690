//! What every page and every answer stands on: who speaks which language, how a form is read, how a refusal is said,
//! where styles come from. It knows nothing of accounts, places or needs.
//!
//! Start at [`Shell`], what all requests share, and [`serve_with`], which wraps a router in the layers every
//! answer passes through (language, CSRF cookie, limits, security headers, problems in words). Handlers take
//! [`Asked`], [`Form`], [`Json`], [`IdempotencyKey`] and answer with [`html`], [`redirect`] or a [`Problem`].

mod address;
mod asked;
mod assets;
mod csrf;
mod extract;
mod flash;
mod form_errors;
pub mod ical;
mod installed;
mod layers;
mod multipart;
mod openapi_page;
mod page;
mod problem;
mod rate;
mod shell;
mod table;

pub use address::Address;
pub use asked::Asked;
pub use assets::Assets;
pub use csrf::CsrfKey;
pub use extract::{
    FORM_BYTES_MAX, Form, IMAGE_BYTES_MAX, IdempotencyKey, JSON_BYTES_MAX, Json, KeyHeader, Path, Query,
    TABLE_BYTES_MAX, UploadedImage, UploadedTable, cookie, read_query, require_short, typed_number,
};
pub use flash::{Flash, UndoForm, redirect, redirect_with};
pub use form_errors::{FieldMessage, FormErrors};
pub use installed::{CITY_NOW, installed_page, installed_worker, kept_json};
pub use layers::serve_with;
pub use multipart::{MultipartForm, TableForm};
pub use openapi_page::openapi_page;
pub use page::{Choice, Crumb, NavGroup, NavItem, Page, fresh_key, html, html_with, refused};
pub use problem::{FieldFault, Problem, ProblemBody};
pub use rate::RateLimit;
pub use shell::{EmergencyLine, Shell};
pub use table::{Table, TableFormat};

use tongxin_i18n::TextPart;

/// The words of the layout, of forms and of common problems.
pub const TEXTS: TextPart = TextPart {
    module: "web",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
