//! Short messages: one text to one number, and a reply of two words.
//!
//! Words: a *text* is written into the *outbox* in the same write as what causes it, and sent once by the clock through a
//! [`Gateway`]; a text that asks something holds a *code*, and a *reply* is yes or no with that code. A *round* is the reminders of
//! a day; a *wish* is the reply of one word by which somebody gets no more of them, or gets them again.
//!
//! Start at [`Sms`]: [`Sms::queue_in`] writes a text, [`Sms::tick`] sends what is due, [`Sms::answer_with`] says who answers for
//! what. Without a gateway nothing is queued.
//! It never knows what a text is about, nor who is behind a number.

mod api;
mod code;
mod error;
mod gateway;
mod http_gateway;
pub mod limits;
mod number;
mod outbox;
mod replies;
mod rounds;
mod segments;
mod sending;
mod sms;
mod spoken;
mod stopping;
mod store;
mod wish;

pub use api::routes;
pub use code::ReplyCode;
pub use error::SmsError;
pub use gateway::{Gateway, Outgoing, Sent};
pub use http_gateway::{GatewayUrlError, HttpGateway};
pub use number::Number;
pub use outbox::NewText;
pub use replies::{Answering, Replied, Taken};
pub use segments::segments;
pub use sms::{Secret, Sms};
pub use spoken::{Answer, Reply};
pub use wish::Wish;

use tongxin_i18n::TextPart;
use tongxin_storage::{Migration, ModuleMigrations};

/// The words of this crate.
pub const TEXTS: TextPart = TextPart {
    module: "sms",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};

/// The tables of this crate.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "sms",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../migrations/0001_sms.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../migrations/0002_stops.sql"),
        },
    ],
};
