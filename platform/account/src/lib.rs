//! Who may do what: accounts, sessions, roles, invitations and household codes, and the guard in front of every route.
//!
//! Start at `rights.rs`, the one table. [`Routes`] adds each route with the right it needs, [`Routes::guarded`] puts the
//! guard in front; a handler takes a [`Visit`] (pages) or a [`Viewer`], and bounds its rows with the [`Scope`] that the
//! viewer has for an [`Action`]. [`Accounts`] is the handle for everything that is stored.
//! It never knows what a need is, nor what the modules do with the rights they ask for.

mod accounts;
mod api;
mod causes;
mod codes;
mod contacts;
mod error;
mod guard;
mod invitations;
mod limits;
mod near;
mod pages;
mod passwords;
mod people;
mod places;
mod resets;
mod rights;
mod routes;
mod scope;
mod secrets;
mod sessions;
mod throttle;
mod viewer;
mod visit;

pub use accounts::{Accounts, account_of};
pub use causes::{Cause, Caused};
pub use codes::CodedHousehold;
pub use contacts::{DoorContact, DoorContacts};
pub use error::{AccountError, FieldFault};
pub use guard::Guarded;
pub use invitations::{InvitationView, Invited, NewInvitation};
pub use limits::{
    DISPLAY_NAME_CHARS_MAX, NAME_CHARS, PASSWORD_CHARS, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX, TOKENS_MAX,
};
pub use people::{AccountView, Chosen, HeldRole, PeoplePage};
pub use places::{places_problem, qr_svg};
pub use resets::{ResetMade, ResetView};
pub use rights::{Action, Holder, Role};
pub use routes::{Decided, Right, Routes};
pub use scope::Scope;
pub use secrets::ServerSecret;
pub use sessions::{OpenedSession, SessionKind, SessionView};
pub use throttle::client_key;
pub use viewer::{Grant, Over, Viewer, Who};
pub use visit::{Doer, NavEntry, Visit};

use tongxin_i18n::TextPart;
use tongxin_storage::{Migration, ModuleMigrations};

/// The words of this crate.
pub const TEXTS: TextPart = TextPart {
    module: "account",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};

/// All routes of this crate: accounts, and places seen through rights.
pub fn routes(accounts: Accounts) -> Routes {
    api::routes()
        .merge(pages::routes())
        .merge(places::routes())
        .with_state(accounts)
}

/// The tables of this crate.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "account",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../migrations/0001_accounts.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../migrations/0002_resets.sql"),
        },
        Migration {
            version: 3,
            sql: include_str!("../migrations/0003_causes.sql"),
        },
    ],
};
