#!/usr/bin/env python3
"""Holds Tongxin's calendars against programs that others wrote: `icalendar` reads the file that the tests compare with what
Tongxin writes, and `dateutil` says on which days each rule of rules.json falls.
"""

import datetime
import json
import pathlib
import sys

from dateutil.rrule import rrulestr
from icalendar import Calendar

HERE = pathlib.Path(__file__).parent
FIRST = datetime.datetime(2022, 11, 26, 6, 0, tzinfo=datetime.timezone.utc)
STATUSES = ["CONFIRMED", "TENTATIVE", "CANCELLED"]


def need(condition, said):
    if not condition:
        sys.exit(f"check.py: {said}")


def check_calendar():
    calendar = Calendar.from_ical((HERE / "example.ics").read_bytes())
    need(not calendar.errors, calendar.errors)
    need(str(calendar["version"]) == "2.0" and str(calendar["method"]) == "PUBLISH", "the head")
    events = list(calendar.walk("VEVENT"))
    need([str(event["status"]) for event in events] == STATUSES, "statuses")
    for number, event in enumerate(events):
        need(not event.errors, event.errors)
        begins = FIRST + datetime.timedelta(days=number)
        need(event.decoded("dtstart") == begins, f"event {number} begins {event.decoded('dtstart')}")
        need(event.decoded("dtend") - begins == datetime.timedelta(hours=4), f"event {number} ends")
        need(str(event["summary"]) == "就医：海湾医院", f"event {number}'s summary")
        need(str(event["location"]) == "海湾医院, 门诊楼; 东门", f"event {number}'s place")
        need(int(event["sequence"]) == number + 1, f"event {number}'s sequence")
    description = str(events[0]["description"])
    need(description.count("\n") == 1 and description.endswith("轮椅请先收好。"), "the folded description")
    reminders = [alarm.decoded("trigger") for alarm in events[0].walk("VALARM")]
    need(reminders == [datetime.timedelta(days=-1), datetime.timedelta(hours=-2)], f"reminders {reminders}")
    return len(events)


def check_rules():
    cases = json.loads((HERE / "rules.json").read_text())
    for first, rule, expected in cases:
        found = rrulestr(rule, dtstart=datetime.datetime.fromisoformat(first))
        days = [at.date().isoformat() for at in found]
        need(days == expected, f"{first} {rule}: {days}")
    return len(cases)


if __name__ == "__main__":
    print(f"{check_calendar()} events and {check_rules()} rules are read alike")
