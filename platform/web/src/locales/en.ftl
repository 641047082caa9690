layout-brand = Tongxin
layout-skip = Skip to the content
layout-places = Where you are
layout-nav = Main pages
layout-more = More
layout-other-language = 中文
layout-sign-in = Sign in
layout-sign-out = Sign out
layout-undo = Undo
layout-print = Print
layout-emergency = In an emergency call at once; no form is needed
layout-privacy = Personal data
layout-printed = { $city } · Tongxin · printed { $time }

figure-table = Show the figures as a table
figure-not-reported = not reported
figure-map-hint = Choose a district to see how it stands
figure-zoom-in = Zoom in
figure-zoom-out = Zoom out

form-errors = A few things need changing
pager-label = Pages
pager-previous = Previous
pager-next = Next

openapi-title = API
openapi-about = The interface for programs (OpenAPI 3.1). For machines:
openapi-parameters = Parameter
openapi-where = In
openapi-meaning = Meaning
openapi-body = Body:
openapi-schemas = Data structures

problem-home = Go to the start page
problem-invalid = Some of it does not meet the rules
    .detail = Change what is named beside each field and send it again.
problem-unreadable = What was sent can't be read
    .detail = Check its format and try again.
problem-unauthorized = Sign in first
    .detail = This opens once you have signed in.
problem-forbidden = You don't have this right
    .detail = If your work needs it, ask whoever gave you your account.
problem-not-found = Nothing found here
    .detail = The address may be incomplete, or what it names lies outside your area.
problem-wrong-method = This address does not take this kind of request
    .detail = Use the buttons on the pages.
problem-too-many = Too many tries
    .detail = { $seconds ->
        [one] Wait a second and try again.
       *[other] Wait { $seconds } seconds and try again.
    }
problem-internal = Something in the system failed
    .detail = Nothing was saved. Try again in a while; if it is urgent, call.
problem-key-reused = This command key was used before with other content
    .detail = Send it again under a new Idempotency-Key.
problem-key-missing = The command key is missing
    .detail = Put 8 to 80 visible characters into the header Idempotency-Key; a repeat of the same command carries the same key.
problem-changed-meanwhile = Somebody changed this a moment ago
    .detail = Reload the page, see how it stands now, then act.
problem-form-expired = This page was open for too long
    .detail = Go back, reload it and send it again. What you wrote is kept on this device.
problem-not-utf8 = The text has another encoding
    .detail = Send it as UTF-8.
problem-wrong-type = This content type is not taken here
    .detail = Allowed here: { $allowed }.
problem-too-large = This is too large
    .detail = At most { $kib } KiB. Make a photo smaller, or split a table, before sending it.

field-unreadable = This can't be read ({ $why })
field-required = Fill this in
field-too-long = At most { $max } characters; there are { $length }
field-unknown-choice = Choose one of the options given
field-unprintable = This holds a sign that can't be shown; take it out
field-empty = This parameter has no value; leave it out if it is not needed
