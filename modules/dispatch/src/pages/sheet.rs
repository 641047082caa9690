//! `/outlet/runs-sheet/{id}`: a run on paper, for whoever drives without a phone or beside one: each stop, what is handed over
//! there with a box to tick, and the square code that opens the run. The same as a table.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::pages::words::tenths;
use crate::rules::cargo::Cargo;
use crate::rules::ride::RideWay;
use crate::sheet::{BothNames, RunSheet, SheetCargo, SheetPass, SheetRide, SheetStop};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{Fen, RunId, Timestamp};
use tongxin_supply::Load;
use tongxin_web::{Page, Path, Problem, Table, TableFormat, html};

/// The columns of the file: one row for each thing that is handed over.
const COLUMNS: [&str; 11] = [
    "dispatch-sheet-stop",
    "dispatch-sheet-place",
    "dispatch-sheet-window",
    "dispatch-sheet-planned",
    "dispatch-sheet-load",
    "dispatch-sheet-door",
    "dispatch-sheet-number",
    "dispatch-sheet-contents",
    "dispatch-sheet-contact",
    "dispatch-sheet-to-pay",
    "dispatch-sheet-note",
];

#[derive(Template)]
#[template(path = "run_sheet.html")]
struct SheetPage {
    page: Page,
    id: String,
    firm: String,
    about: String,
    loads_at: String,
    /// What the run carries in all.
    load: String,
    /// When the vehicle's passes count, and on which road.
    passes: Vec<String>,
    /// What whoever prints it has to know of the doors on it, or that there are none yet.
    about_doors: String,
    /// The square code that opens the run; nothing when no link opens it any more.
    qr_svg: Option<String>,
    stops: Vec<PaperStop>,
}

struct PaperStop {
    number: usize,
    place: String,
    around: String,
    window: String,
    planned: String,
    is_pickup: bool,
    /// What is handed over weighs so much and takes so much room; empty for people.
    load: String,
    parcels: Vec<PaperParcel>,
}

#[derive(Default)]
struct PaperParcel {
    door: String,
    number: String,
    contents: String,
    contact: String,
    to_pay: String,
    note: String,
    is_cold: bool,
}

/// The sheet of A4.
pub(super) async fn show(State(dispatch): Shared, visit: Visit, Path(id): Path<RunId>) -> Result<Response, Problem> {
    let (sheet, qr_svg) = read(&dispatch, &visit, id).await?;
    let words = Words { visit: &visit };
    html(&SheetPage {
        page: visit.page_titled(words.ta("dispatch-sheet-title", &[("plate", &sheet.plate)])),
        id: id.to_string(),
        firm: sheet.firm.clone(),
        about: words.about(&sheet),
        loads_at: words.place(&sheet.from.path),
        load: words.load(
            sheet
                .stops
                .iter()
                .filter(|stop| !stop.is_pickup)
                .fold(Load::NONE, |all, stop| all.and(stop.load)),
        ),
        passes: sheet.passes.iter().map(|pass| words.pass(pass)).collect(),
        about_doors: words.about_doors(&sheet, visit.now()),
        qr_svg,
        stops: sheet
            .stops
            .iter()
            .zip(1..)
            .map(|(stop, number)| words.stop(stop, number))
            .collect(),
    })
}

/// The same as a table.
pub(super) async fn file(State(dispatch): Shared, visit: Visit, Path(id): Path<RunId>) -> Result<Response, Problem> {
    let (sheet, _) = read(&dispatch, &visit, id).await?;
    let words = Words { visit: &visit };
    let stops = sheet
        .stops
        .iter()
        .zip(1..)
        .map(|(stop, number)| words.stop(stop, number));
    let table = Table {
        name: sheet.plate.clone(),
        headings: COLUMNS.iter().map(|key| visit.t(key)).collect(),
        rows: stops.flat_map(|stop| rows(&words, &stop)).collect(),
    };
    table.download(&format!("run-{id}"), TableFormat::Xlsx)
}

/// The sheet of a run of the visitor's own firm, and the square code of its link while that opens it.
async fn read(dispatch: &Dispatch, visit: &Visit, id: RunId) -> Result<(RunSheet, Option<String>), Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let run = dispatch.run(&by.may, id).await?;
    let sheet = dispatch.sheet(&run, visit.now()).await?.sheet;
    let origin = visit.asked.shell.public_origin.trim_end_matches('/');
    let is_open = run.state.is_open() && visit.now() <= run.closes_at();
    let code = || dispatch.link_svg(&run, origin, &visit.t("dispatch-sheet-qr"));
    Ok((sheet, is_open.then(code).transpose()?))
}

fn rows(words: &Words<'_>, stop: &PaperStop) -> Vec<Vec<String>> {
    let parcels = stop.parcels.iter().map(|parcel| {
        vec![
            stop.number.to_string(),
            words.joined(&[&stop.around, &stop.place]),
            stop.window.clone(),
            stop.planned.clone(),
            stop.load.clone(),
            parcel.door.clone(),
            parcel.number.clone(),
            parcel.contents.clone(),
            parcel.contact.clone(),
            parcel.to_pay.clone(),
            parcel.note.clone(),
        ]
    });
    parcels.collect()
}

/// A run in the reader's words.
struct Words<'v> {
    visit: &'v Visit,
}

impl Words<'_> {
    fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.visit.lang(), key, args)
    }

    fn joined(&self, parts: &[&str]) -> String {
        let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        said.join(" ")
    }

    fn names(&self, path: &[BothNames]) -> String {
        let names = path
            .iter()
            .map(|name| self.visit.lang().pick(name.zh.as_str(), name.en.as_str()));
        names.collect::<Vec<_>>().join(" ")
    }

    /// The compound and the building, as people say it.
    fn place(&self, path: &[BothNames]) -> String {
        self.names(&path[path.len().saturating_sub(2)..])
    }

    fn time(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format_time(at)
    }

    fn about(&self, sheet: &RunSheet) -> String {
        let kilometres = format!("{:.1}", sheet.metres as f64 / 1_000.0);
        let args = [
            ("day", &*sheet.day.format(self.visit.lang())),
            ("from", &*self.time(sheet.start_at)),
            ("to", &*self.time(sheet.end_at)),
            ("stops", &*sheet.stops.len().to_string()),
            ("km", &*kilometres),
        ];
        self.ta("dispatch-sheet-about", &args)
    }

    /// Doors stand on it, or will on its day; nothing once they are gone.
    fn about_doors(&self, sheet: &RunSheet, now: Timestamp) -> String {
        if sheet.tells_doors {
            return self.visit.t("dispatch-sheet-destroy");
        }
        let day = sheet.day.format(self.visit.lang());
        let is_early = now < sheet.doors_from;
        let later = || self.ta("dispatch-sheet-doors-later", &[("day", &day)]);
        is_early.then(later).unwrap_or_default()
    }

    fn stop(&self, stop: &SheetStop, number: usize) -> PaperStop {
        let path = &stop.place.path;
        PaperStop {
            number,
            place: self.place(path),
            around: self.names(&path[..path.len().saturating_sub(2)]),
            window: format!("{}–{}", self.time(stop.from_at), self.time(stop.due_at)),
            planned: self.planned(stop),
            is_pickup: stop.is_pickup,
            load: self.load(stop.load),
            parcels: stop.cargo.iter().map(|held| self.parcel(held)).collect(),
        }
    }

    /// Weight, volume and cold boxes; nothing where nothing is carried.
    fn load(&self, load: Load) -> String {
        if load == Load::NONE {
            return String::new();
        }
        let args = [
            ("kg", tenths(load.grams, 1_000)),
            ("litres", ((load.millilitres + 999) / 1_000).to_string()),
            ("boxes", load.cold_boxes().to_string()),
        ];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        let key = if load.cold_boxes() > 0 {
            "dispatch-sheet-load-cold"
        } else {
            "dispatch-sheet-load-of"
        };
        self.ta(key, &args)
    }

    fn pass(&self, pass: &SheetPass) -> String {
        let span = format!("{}–{}", self.time(pass.from_at), self.until(pass.until_at));
        match &pass.corridor {
            Some(road) => self.ta("dispatch-sheet-pass-corridor", &[("span", &span), ("road", road)]),
            None => self.ta("dispatch-sheet-pass", &[("span", &span)]),
        }
    }

    /// A clock shows the end of a day as its beginning.
    fn until(&self, at: Timestamp) -> String {
        let time = self.time(at);
        if time == "00:00" { "24:00".to_owned() } else { time }
    }

    /// When they get there as planned, and whether they rest first.
    fn planned(&self, stop: &SheetStop) -> String {
        let at = self.time(stop.arrive_at);
        if stop.rest_minutes == 0 {
            return at;
        }
        let minutes = stop.rest_minutes.to_string();
        self.ta("dispatch-sheet-rest", &[("at", &at), ("minutes", &minutes)])
    }

    fn parcel(&self, held: &SheetCargo) -> PaperParcel {
        let number = match held.cargo {
            Cargo::Order(id) => id.to_string(),
            Cargo::Transfer(id) => id.to_string(),
            Cargo::Ride(id) => id.to_string(),
        };
        if let Some(ride) = &held.ride {
            return self.ride(ride, number);
        }
        if let Some(transfer) = &held.transfer {
            return PaperParcel {
                door: transfer.to.clone(),
                number,
                contents: format!("{} × {}", transfer.pieces, transfer.name),
                is_cold: transfer.is_cold,
                ..PaperParcel::default()
            };
        }
        let Some(order) = &held.order else {
            return PaperParcel {
                number,
                ..PaperParcel::default()
            };
        };
        let lines = order
            .lines
            .iter()
            .map(|line| format!("{} × {} {}", line.pieces, line.name, line.unit));
        let said = |text: Option<&String>| text.cloned().unwrap_or_default();
        let door = order.door.as_ref();
        PaperParcel {
            door: said(door.map(|door| &door.door)),
            number,
            contents: lines.collect::<Vec<_>>().join(self.visit.lang().pick("；", "; ")),
            contact: said(door.and_then(|door| door.contact.as_ref())),
            to_pay: Fen::try_from(order.to_pay_fen)
                .ok()
                .filter(|fen| fen.get() > 0)
                .map_or_else(String::new, |fen| {
                    self.ta("dispatch-sheet-yuan", &[("price", &fen.to_string())])
                }),
            note: said(door.and_then(|door| door.note.as_ref())),
            is_cold: order.is_cold,
        }
    }

    fn needs(&self, ride: &SheetRide) -> impl Iterator<Item = String> {
        let needs = ride.needs.unwrap_or_default();
        let crew = needs.medical_crew.then_some("dispatch-needs-crew");
        let alone = needs.alone.then_some("dispatch-needs-alone");
        crew.into_iter().chain(alone).map(|key| self.visit.t(key))
    }

    fn ride(&self, ride: &SheetRide, number: String) -> PaperParcel {
        let said = |text: Option<&String>| text.cloned().unwrap_or_default();
        let door = ride.door.as_ref();
        let args = [
            ("to", &*self.place(&ride.to.path)),
            ("at", &*self.time(ride.appointment_at)),
            ("seats", &*ride.people.seats.to_string()),
            ("chairs", &*ride.people.wheelchairs.to_string()),
        ];
        let key = match ride.way {
            RideWay::There => "dispatch-sheet-ride-there",
            RideWay::Back => "dispatch-sheet-ride-back",
        };
        PaperParcel {
            door: said(door.map(|door| &door.door)),
            number,
            contents: [self.ta(key, &args)]
                .into_iter()
                .chain(self.needs(ride))
                .collect::<Vec<_>>()
                .join(" · "),
            contact: said(door.and_then(|door| door.contact.as_ref())),
            note: said(door.and_then(|door| door.note.as_ref())),
            ..PaperParcel::default()
        }
    }
}
