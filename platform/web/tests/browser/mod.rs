//! Somebody with a browser and no scripts: pages, forms and cookies. For the tests of every crate that has pages.
#![allow(dead_code, reason = "not every crate's pages ask for all of it")]

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::multipart;
use std::collections::HashMap;

/// A browser somebody is signed in with.
pub struct Browser {
    origin: String,
    lang: &'static str,
    cookies: HashMap<String, String>,
}

/// A page, or the redirect to one.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub location: Option<String>,
    pub html: String,
}

impl Browser {
    /// A browser that has that session's cookie, or none.
    pub fn new(origin: &str, token: Option<&str>, lang: &'static str) -> Browser {
        let cookies = token.map(|token| ("tx_session".to_owned(), token.to_owned()));
        Browser {
            origin: origin.to_owned(),
            lang,
            cookies: cookies.into_iter().collect(),
        }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Shown {
        let response = self.answer(request).await;
        Shown {
            status: response.status().as_u16(),
            location: response
                .headers()
                .get(LOCATION)
                .map(|to| to.to_str().unwrap().to_owned()),
            html: response.text().await.unwrap(),
        }
    }

    async fn answer(&mut self, request: reqwest::RequestBuilder) -> reqwest::Response {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(COOKIE, cookies.join("; "))
            .header("accept-language", self.lang);
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    fn client() -> reqwest::Client {
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        let url = format!("{}{path}", self.origin);
        self.send(Self::client().get(url)).await
    }

    /// Posts a form with the hidden fields of a page that was shown.
    pub async fn post(&mut self, from: &Shown, path: &str, fields: &[(&str, &str)]) -> Shown {
        let url = format!("{}{path}", self.origin);
        let (csrf, key) = (from.value_of("csrf"), from.value_of("key"));
        let mut form = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
        form.extend(fields);
        self.send(Self::client().post(url).form(&form)).await
    }

    /// Posts a form that brings its own key, as the same page does when it is sent again.
    pub async fn post_plain(&mut self, from: &Shown, path: &str, fields: &[(&str, &str)]) -> Shown {
        let url = format!("{}{path}", self.origin);
        let csrf = from.value_of("csrf");
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend(fields);
        self.send(Self::client().post(url).form(&form)).await
    }

    /// Posts a form that is answered with a file.
    pub async fn download(&mut self, from: &Shown, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let url = format!("{}{path}", self.origin);
        let csrf = from.value_of("csrf");
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend(fields);
        let response = self.answer(Self::client().post(url).form(&form)).await;
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.bytes().await.unwrap().into()
    }

    /// Posts a form with a file: its field, the file's name and its bytes.
    pub async fn post_file(
        &mut self,
        from: &Shown,
        path: &str,
        fields: &[(&str, &str)],
        (field, name, bytes): (&'static str, &'static str, Vec<u8>),
    ) -> Shown {
        let url = format!("{}{path}", self.origin);
        let mut form = multipart::Form::new()
            .text("csrf", from.value_of("csrf"))
            .text("key", from.value_of("key"));
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let part = multipart::Part::bytes(bytes).file_name(name);
        self.send(Self::client().post(url).multipart(form.part(field, part)))
            .await
    }

    /// The page a form led to.
    pub async fn follow(&mut self, shown: &Shown) -> Shown {
        let to = shown
            .location
            .clone()
            .unwrap_or_else(|| panic!("no redirect: {}", shown.html));
        self.get(&to).await
    }
}

impl Shown {
    /// The value of the first hidden field of that name.
    pub fn value_of(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self
            .html
            .split_once(&start)
            .unwrap_or_else(|| panic!("no field {name}: {}", self.html))
            .1;
        rest.split('"').next().unwrap().to_owned()
    }

    pub fn says(&self, words: &str) -> bool {
        self.html.contains(words)
    }
}
