//! `tongxin briefing`: a day's briefing on paper or for programs.

use crate::app::{App, Base};
use crate::cli::{BriefingFormat, BriefingOptions};
use anyhow::{Context as _, Result};
use std::path::Path;
use tongxin_briefing::{Asked, Briefing, Briefings, Counting, Words, briefing_text};
use tongxin_care::Trips;
use tongxin_city::{Day, Lang};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_places::Places;

/// Prints the briefing of a day.
pub async fn run(options: BriefingOptions) -> Result<()> {
    let base = Base::open(&options.database.db, options.database.keys.as_deref(), Clock::system()).await?;
    let base = base.with_goods(options.goods.goods.as_deref(), options.lang)?;
    let city = base.places.city().context("no city is loaded")?;
    let asked = Asked {
        place: options.place.unwrap_or(city.file.code),
        day: options.date,
        now: options.at.unwrap_or_else(|| base.clock.now()),
        with_needs: true,
    };
    let ledger = base.ledger()?;
    let accounts = base.accounts();
    let supply = base.supply(&ledger, &accounts);
    let passes = base.passes(&ledger, &accounts, &supply);
    let dispatch = base.dispatch(&ledger, &accounts, &supply, &passes);
    let trips = Trips {
        dispatch: dispatch.clone(),
        passes: passes.clone(),
    };
    let counting = Counting {
        care: base.care(&ledger, &accounts, trips),
        volunteers: base.volunteers(&ledger, &accounts),
        supply,
        passes,
        dispatch,
    };
    let briefings = Briefings::new(ledger, base.places.clone(), counting);
    let briefing = briefings.make(&asked).await?;
    println!("{}", written(&briefing, &base.places, options.lang, options.format)?);
    Ok(())
}

/// Prints the briefing of the day a drill played, and writes it to a folder in every form.
pub async fn of_drill(app: &App, day: Day, lang: Lang, folder: Option<&Path>) -> Result<()> {
    let places = app.base.places.clone();
    let place = places.city()?.file.code;
    // The play ends at midnight; the evening's briefing is written at the last moment of its day.
    let evening = places.city()?.file.zone.span_of(day).end.plus_millis(-1);
    let asked = Asked {
        place,
        day: Some(day),
        now: evening.min(app.base.clock.now()),
        with_needs: true,
    };
    let counting = Counting {
        supply: app.supply.clone(),
        passes: app.passes.clone(),
        dispatch: app.dispatch.clone(),
        care: app.care.clone(),
        volunteers: app.volunteers.clone(),
    };
    let briefings = Briefings::new(app.ledger.clone(), places.clone(), counting);
    let briefing = briefings.make(&asked).await?;
    println!("{}", written(&briefing, &places, lang, BriefingFormat::Text)?);
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        for (name, format) in [
            ("briefing.txt", BriefingFormat::Text),
            ("briefing.json", BriefingFormat::Json),
        ] {
            let path = folder.join(name);
            std::fs::write(&path, written(&briefing, &places, lang, format)?)
                .with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}

fn written(briefing: &Briefing, places: &Places, lang: Lang, format: BriefingFormat) -> Result<String> {
    match format {
        BriefingFormat::Text => {
            let texts = Texts::new(crate::app::TEXTS);
            let city = places.city()?;
            Ok(briefing_text(
                briefing,
                &Words {
                    texts: &texts,
                    lang,
                    zone: &city.file.zone,
                },
            ))
        }
        BriefingFormat::Json => Ok(serde_json::to_string_pretty(briefing)?),
    }
}
