//! Somebody who works pages without scripts.

use crate::browser::{Browser, Shown};
use crate::world::Person;

/// A browser that opens a page, sends a form of it and goes where that leads.
pub struct Desk {
    browser: Browser,
}

impl Desk {
    pub fn of(person: &Person<'_>) -> Desk {
        Desk {
            browser: Browser::new(&person.origin, person.token.as_deref(), person.lang),
        }
    }

    /// The same person reading Chinese.
    pub fn chinese(person: &Person<'_>) -> Desk {
        Desk {
            browser: Browser::new(&person.origin, person.token.as_deref(), "zh-CN"),
        }
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.browser.get(path).await
    }

    pub async fn submit(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Shown {
        let open = self.browser.get(from).await;
        self.send(&open, path, fields).await
    }

    /// Sends a form of a page that is open.
    pub async fn send(&mut self, open: &Shown, path: &str, fields: &[(&str, &str)]) -> Shown {
        let shown = self.browser.post(open, path, fields).await;
        if shown.location.is_none() {
            return shown;
        }
        self.browser.follow(&shown).await
    }
}

#[track_caller]
pub fn says(page: &Shown, status: u16, words: &[&str]) {
    assert_eq!(page.status, status, "{}", page.html);
    for word in words {
        assert!(page.says(word), "{word}: {}", page.html);
    }
    assert!(!page.says(">dispatch-"), "a key is shown: {}", page.html);
}

/// What stands on the page itself: the addresses of its files hold digits at random.
#[track_caller]
pub fn keeps_back(page: &Shown, words: &[&str]) {
    let (_, shown) = page.html.split_once("<main").expect("a page has a main part");
    for word in words {
        assert!(!shown.contains(word), "{word}: {}", page.html);
    }
}
