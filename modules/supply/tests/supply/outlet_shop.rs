//! An outlet with an order to be packed, and a desk from which its pages are worked.

use crate::browser::{Browser, Shown};
use crate::market::{Market, id};
use crate::world::{Person, World};
use serde_json::{Value, json};
use tongxin_city::HouseholdId;

/// A number whose check digit fits.
pub const RICE_GTIN: &str = "6901234567892";

/// An outlet with rice (two of five ordered) and oil (one of five), and one order of both.
pub struct Shop<'w> {
    pub market: Market<'w>,
    pub rice: String,
    pub oil: String,
    pub window: String,
    pub household: HouseholdId,
    pub resident: Person<'w>,
    pub order: String,
}

impl<'w> Shop<'w> {
    pub async fn open(world: &'w World, substitutes: &str) -> Shop<'w> {
        let market = Market::open(world).await;
        let rice = market.barcoded("大米", RICE_GTIN, 5, 1_000).await;
        let oil = market.item("菜油", 5, 500, 3).await;
        let window = market.window(3, 9).await;
        let (household, resident) = world.resident("7-301").await;
        let mut shop = Shop {
            market,
            rice,
            oil,
            window,
            household,
            resident,
            order: String::new(),
        };
        shop.order = shop.ordered(&shop.resident, substitutes).await;
        shop
    }

    /// One more order of two bags of rice and a bottle of oil.
    pub async fn ordered(&self, resident: &Person<'_>, substitutes: &str) -> String {
        let body = json!({"org": self.market.org.to_string(), "window": self.window, "substitutes": substitutes,
            "lines": [{"item": self.rice, "pieces": 2}, {"item": self.oil, "pieces": 1}], "note": "放门口"});
        id(&resident.post("/orders", body).await)
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/outlets/{}/{rest}", self.market.org)
    }

    /// The number of an item's line.
    pub async fn line(&self, item: &str) -> i64 {
        let (_, shown) = self.resident.get(&format!("/orders/{}", self.order)).await;
        let lines = shown["lines"].as_array().unwrap_or_else(|| panic!("{shown}"));
        let found = lines.iter().find(|line| line["item"] == item).unwrap();
        found["line"].as_i64().unwrap()
    }

    /// The order packed as far as said.
    pub async fn picked(&self, rice: i64, oil: i64) -> Value {
        json!({"lines": [{"line": self.line(&self.rice).await, "picked": rice},
            {"line": self.line(&self.oil).await, "picked": oil}]})
    }

    pub async fn step(&self, step: &str, body: Value) -> (u16, Value) {
        self.market
            .manager
            .post(&format!("/orders/{}/{step}", self.order), body)
            .await
    }

    pub async fn packed(&self) {
        let (status, done) = self.step("pack", self.picked(2, 1).await).await;
        assert_eq!(status, 200, "{done}");
    }

    /// The order packed and sent; answers the run.
    pub async fn sent(&self) -> String {
        self.packed().await;
        let runs = self.path("runs");
        id(&self.market.manager.post(&runs, json!({"orders": [self.order]})).await)
    }

    /// What the household says at the door.
    pub async fn code(&self) -> String {
        let (_, shown) = self.resident.get(&format!("/orders/{}", self.order)).await;
        shown["hand_over_code"].as_str().unwrap().to_owned()
    }
}

#[track_caller]
pub fn says(page: &Shown, status: u16, words: &[&str]) {
    assert_eq!(page.status, status, "{}", page.html);
    for word in words {
        assert!(page.says(word), "{word}: {}", page.html);
    }
    assert!(!page.says(">supply-"), "a key is shown: {}", page.html);
}

/// A browser that opens a page, sends a form of it and goes where that leads.
pub struct Desk {
    browser: Browser,
}

impl Desk {
    pub fn of(person: &Person<'_>) -> Desk {
        Desk {
            browser: person.browser(),
        }
    }

    /// Somebody who reads Chinese.
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
        let shown = self.browser.post(&open, path, fields).await;
        self.led_to(shown).await
    }

    /// The same for a form with a photo; with no bytes none is chosen.
    pub async fn submit_file(&mut self, from: &str, path: &str, fields: &[(&str, &str)], bytes: Vec<u8>) -> Shown {
        let open = self.browser.get(from).await;
        let name = if bytes.is_empty() { "" } else { "photo.jpg" };
        let shown = self
            .browser
            .post_file(&open, path, fields, ("photo", name, bytes))
            .await;
        self.led_to(shown).await
    }

    async fn led_to(&mut self, shown: Shown) -> Shown {
        if shown.location.is_none() {
            return shown;
        }
        self.browser.follow(&shown).await
    }
}
