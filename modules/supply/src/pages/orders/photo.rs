//! Putting an order down, with a photo of where where there is one. Whoever stands in the rain goes on to the next door:
//! a photo that can't be kept is told, and the order is put down all the same; its page takes another photo.

use crate::Supply;
use crate::api::Shared;
use crate::api::orders::keep_photo;
use crate::limits::DROP_FORM_FILE_BYTES_MAX;
use crate::orders::{OrderDone, PhotoDone};
use crate::pages::forms::field;
use crate::pages::orders::steps::{answered, back_to, give_typed, refused_form};
use crate::pages::orders::{ORDERS, Typed};
use crate::rules::order::Command;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::Visit;
use tongxin_city::OrderId;
use tongxin_web::{Flash, IdempotencyKey, MultipartForm, Path, Problem, redirect_with};

/// A form with a photo as a telephone takes it; what is kept of it is less.
type PhotoForm = MultipartForm<DROP_FORM_FILE_BYTES_MAX>;

fn typed(form: &PhotoForm) -> Typed {
    let field = |name: &str| (name.to_owned(), form.text(name).to_owned());
    ["key", "run", "point"].map(field).into()
}

/// It was put down where the household takes it.
pub(super) async fn put_down(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    form: PhotoForm,
) -> Result<Response, Problem> {
    let typed = typed(&form);
    let point = field(&typed, "point").to_owned();
    let done = give_typed(&supply, &visit, id, &typed, Command::Drop { point }).await;
    match lost_photo(&supply, &visit, id, &form, &done).await {
        None => answered(&supply, &visit, id, typed, done, "supply-orders-done-dropped").await,
        Some(problem) => {
            let why = problem.body(&visit.asked.shell.texts, visit.lang()).title;
            let flash = Flash::warn("supply-orders-done-dropped-no-photo");
            let flash = flash.arg("number", id).arg("why", why);
            Ok(redirect_with(&visit.asked, &back_to(id, &typed), &flash))
        }
    }
}

/// Why the photo that came with a form was not kept; nothing when it was, or when there is none.
async fn lost_photo(
    supply: &Supply,
    visit: &Visit,
    id: OrderId,
    form: &PhotoForm,
    done: &Result<OrderDone, Problem>,
) -> Option<Problem> {
    let (Ok(_), Some(bytes)) = (done, form.file("photo")) else {
        return None;
    };
    // The form's own key was for putting the order down.
    let key = IdempotencyKey(format!("{}-photo", field(&typed(form), "key")));
    keep_photo(supply, visit, key, id, bytes).await.err()
}

/// A photo of where it was put down, after it was.
pub(super) async fn add(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<OrderId>,
    form: PhotoForm,
) -> Result<Response, Problem> {
    match added(&supply, &visit, id, &form).await {
        Ok(_) => {
            let flash = Flash::done("supply-orders-done-photo").arg("number", id);
            Ok(redirect_with(&visit.asked, &format!("{ORDERS}/{id}"), &flash))
        }
        Err(problem) => refused_form(&supply, &visit, id, typed(&form), problem).await,
    }
}

async fn added(supply: &Supply, visit: &Visit, id: OrderId, form: &PhotoForm) -> Result<PhotoDone, Problem> {
    let key = IdempotencyKey::checked(form.text("key"))?;
    let missing = || Problem::invalid().field("photo", "field-required", &[]);
    let bytes = form.file("photo").ok_or_else(missing)?;
    keep_photo(supply, visit, key, id, bytes).await
}
