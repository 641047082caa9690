//! The forms of pages, read as a browser reads them, so that what is posted is what the page would post.

/// A form that is posted.
#[derive(Debug, Clone)]
pub struct PageForm {
    /// Where to, without its query.
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// The names of its files; a form with any is sent in parts.
    pub files: Vec<String>,
}

/// What a person types into an empty field.
const TYPED: &str = "walked-over";
/// And for a password.
const TYPED_PASSWORD: &str = "walked over and over";

/// The forms of a page that write.
pub fn forms_in(page: &str) -> Vec<PageForm> {
    let starts = page.split("<form ").skip(1);
    let forms = starts.filter_map(|rest| rest.split_once("</form>").map(|(form, _)| form));
    forms
        .filter(|form| form.contains("method=\"post\""))
        .filter_map(form_of)
        .collect()
}

fn form_of(form: &str) -> Option<PageForm> {
    let (head, inner) = form.split_once('>')?;
    let action = attribute(head, "action")?;
    let mut read = PageForm {
        action: action.split('?').next().unwrap_or_default().to_owned(),
        fields: Vec::new(),
        files: Vec::new(),
    };
    for tag in inner.split('<').skip(1) {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        read_field(&mut read, tag, after);
    }
    Some(read)
}

fn read_field(form: &mut PageForm, tag: &str, after: &str) {
    let (value, name) = (attribute(tag, "value").unwrap_or_default(), attribute(tag, "name"));
    let is_known = name
        .as_ref()
        .is_some_and(|name| form.fields.iter().any(|(known, _)| known == name));
    let element = tag.split([' ', '\n']).next().unwrap_or_default();
    match (element, name, attribute(tag, "type").as_deref()) {
        ("input", Some(name), Some("file")) => form.files.push(name),
        ("input", Some(name), Some("password")) => form.fields.push((name, TYPED_PASSWORD.to_owned())),
        // Of several choices or buttons the first.
        ("input", Some(_), Some("radio" | "checkbox")) | ("button", Some(_), _) if is_known => {}
        ("input" | "button", Some(name), _) => form.fields.push((name, value)),
        ("textarea", Some(name), _) => form.fields.push((name, unescaped(after.trim()))),
        ("select", Some(name), _) => form.fields.push((name, String::new())),
        // The first choice that is something.
        ("option", None, _) => {
            if let Some((_, chosen)) = form.fields.last_mut().filter(|(_, chosen)| chosen.is_empty()) {
                *chosen = value;
            }
        }
        _ => {}
    }
}

impl PageForm {
    /// What is sent: empty fields are typed into.
    pub fn filled(&self) -> Vec<(String, String)> {
        let typed = |value: &String| {
            if value.is_empty() {
                TYPED.to_owned()
            } else {
                value.clone()
            }
        };
        self.fields
            .iter()
            .map(|(name, value)| (name.clone(), typed(value)))
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    marks
        .iter()
        .fold(text.to_owned(), |text, (mark, sign)| text.replace(mark, sign))
}
