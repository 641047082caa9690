//! The comparison as a picture: three panels, a line for each way, said at its end.

use super::compare::{Standing, Way};
use std::fmt::Write as _;

/// A panel's plotting area, and the room around it, in pixels.
const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 48.0;
const PANEL: f64 = 282.0;
const FULL_HEIGHT: f64 = 270.0;

/// What a panel shows.
struct Panel {
    title: &'static str,
    unit: &'static str,
    of: fn(&Standing) -> f64,
    max: f64,
    steps: u32,
}

const PANELS: [Panel; 3] = [
    Panel {
        title: "Who was never served?",
        unit: "% of all households",
        of: |standing| standing.never_served * 100.0,
        max: 100.0,
        steps: 4,
    },
    Panel {
        title: "Were elders served at least once?",
        unit: "% of households of elders only",
        of: |standing| standing.elders_served * 100.0,
        max: 100.0,
        steps: 4,
    },
    Panel {
        title: "How unequal is it?",
        unit: "Gini of pieces per person",
        of: |standing| standing.gini,
        max: 1.0,
        steps: 4,
    },
];

/// Colour and dashes of a way: told apart without colour too.
const fn stroke(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::Rush => ("#9C2F1F", ""),
        Way::Equal => ("#5A6069", "2 4"),
        Way::Lots => ("#2E6B4A", "8 3"),
    }
}

/// The picture.
pub(super) fn svg(ways: &[(Way, Vec<Standing>)]) -> String {
    let mut svg = String::new();
    let full = PANEL * PANELS.len() as f64;
    let _ = writeln!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {FULL_HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#1B1E22" role="img" aria-label="Three ways of sharing out, round by round">
<rect width="{full}" height="{FULL_HEIGHT}" fill="#FFFFFF"/>"##
    );
    for (number, panel) in PANELS.iter().enumerate() {
        let x = PANEL * number as f64;
        let _ = writeln!(svg, r#"<g transform="translate({x} 0)">"#);
        draw_axes(&mut svg, panel, ways.first().map_or(0, |(_, rounds)| rounds.len()));
        for (way, rounds) in ways {
            draw_line(&mut svg, panel, *way, rounds);
        }
        svg.push_str("</g>\n");
    }
    draw_key(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

fn draw_axes(svg: &mut String, panel: &Panel, rounds: usize) {
    let _ = writeln!(
        svg,
        r##"<text x="{LEFT}" y="18" font-size="14" font-weight="600">{}</text>
<text x="{LEFT}" y="36" fill="#5A6069">{}</text>"##,
        panel.title, panel.unit
    );
    for step in 0..=panel.steps {
        let value = panel.max * f64::from(step) / f64::from(panel.steps);
        let y = y_of(value, panel);
        let right = LEFT + WIDTH;
        let said = if panel.max > 1.0 {
            format!("{value:.0}")
        } else {
            format!("{value:.2}")
        };
        let _ = writeln!(
            svg,
            r##"<line x1="{LEFT}" y1="{y:.1}" x2="{right}" y2="{y:.1}" stroke="#DAD5CA"/><text x="{:.1}" y="{:.1}" text-anchor="end" fill="#5A6069">{said}</text>"##,
            LEFT - 6.0,
            y + 4.0
        );
    }
    for round in [1, rounds.max(2) / 2, rounds] {
        let x = x_of(round, rounds);
        let _ = writeln!(
            svg,
            r##"<text x="{x:.1}" y="{:.1}" text-anchor="middle" fill="#5A6069">{round}</text>"##,
            TOP + HEIGHT + 18.0
        );
    }
    let _ = writeln!(
        svg,
        r##"<text x="{:.1}" y="{:.1}" text-anchor="middle" fill="#5A6069">rounds</text>"##,
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 34.0
    );
}

fn draw_line(svg: &mut String, panel: &Panel, way: Way, rounds: &[Standing]) {
    let point = |(number, standing): (usize, &Standing)| {
        let (x, y) = (x_of(number + 1, rounds.len()), y_of((panel.of)(standing), panel));
        format!("{x:.1},{y:.1}")
    };
    let points: Vec<String> = rounds.iter().enumerate().map(point).collect();
    let (colour, dashes) = stroke(way);
    let points = points.join(" ");
    let _ = writeln!(
        svg,
        r#"<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>"#
    );
}

/// Lines lie too near each other in places to be named where they end; one row names them for all panels.
fn draw_key(svg: &mut String) {
    let y = FULL_HEIGHT - 12.0;
    for (number, way) in Way::ALL.into_iter().enumerate() {
        let x = LEFT + 220.0 * number as f64;
        let (colour, dashes) = stroke(way);
        let _ = writeln!(
            svg,
            r#"<line x1="{x}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/><text x="{:.1}" y="{y:.1}">{}</text>"#,
            y - 4.0,
            x + 32.0,
            y - 4.0,
            x + 40.0,
            way.name()
        );
    }
}

fn x_of(round: usize, rounds: usize) -> f64 {
    LEFT + WIDTH * (round.max(1) - 1) as f64 / (rounds.max(2) - 1) as f64
}

fn y_of(value: f64, panel: &Panel) -> f64 {
    TOP + HEIGHT * (1.0 - value / panel.max)
}
