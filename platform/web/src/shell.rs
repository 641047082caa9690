//! What all requests share.

use crate::{Assets, CsrfKey};
use std::sync::Arc;
use tongxin_city::{Lang, Zone};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;

/// A number to call when life is in danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyLine {
    /// Which: `ambulance`, `fire` or `police`.
    pub name: &'static str,
    /// What for, in Chinese and English.
    pub word: (String, String),
    /// What to dial.
    pub number: String,
}

/// The running system as pages see it: its words, its clock, its city's name and numbers.
#[derive(Debug)]
pub struct Shell {
    /// Every word.
    pub texts: Texts,
    /// Styles, scripts, icons.
    pub assets: Assets,
    /// The present moment.
    pub clock: Clock,
    /// The city's time zone.
    pub zone: Zone,
    /// The city's name in Chinese and English.
    pub city_name: (String, String),
    /// Numbers that stand on every page.
    pub emergency: Vec<EmergencyLine>,
    /// Signs CSRF tokens and flash messages.
    pub csrf: CsrfKey,
    /// Whether browsers reach us by https, so that cookies are marked `Secure`.
    pub is_https: bool,
    /// The origin that printed codes and links point to, such as `https://tongxin.example`.
    pub public_origin: String,
}

impl Shell {
    /// The text of a key.
    pub fn text(&self, lang: Lang, key: &str) -> String {
        self.texts.text(lang, key)
    }

    /// The whole address of a path, to be passed on.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_origin)
    }
}

/// How handlers hold it.
pub(crate) type SharedShell = Arc<Shell>;
