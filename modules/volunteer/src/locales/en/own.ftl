# A volunteer's own pages.
volunteer-me-title = My shifts
volunteer-none = Whose page is it?
volunteer-none-text = Open the link that you got when you registered. If it is lost, ask your community for a new one.
volunteer-none-dead = This link opens nothing
volunteer-none-dead-text = It was replaced by a new one, or the record was erased.
volunteer-refused = Your community did not accept
volunteer-waits = Your community looks whether it is so
volunteer-waits-text = Then you can sign up. Keep your link meanwhile: it stands below.
volunteer-ahead = My next shifts
volunteer-ahead-none = None yet.
volunteer-begins = begins { $when }
volunteer-given-back = Given back
volunteer-given-back-why = The place went to others: { $why }
volunteer-why = Why you:
volunteer-reminder = Nobody sends messages: look here, or let your phone remind you.
volunteer-calendar = Volunteer shifts
volunteer-calendar-subscribe = Add to my calendar (reminds a day and two hours before)
volunteer-step-take = Sign up
volunteer-step-wait = Wait for a place
volunteer-step-accept = Accept
volunteer-step-decline = Decline
volunteer-step-offer = Let somebody take over
volunteer-step-keep = Keep it
volunteer-step-leave = Give it up
volunteer-step-stop = Stop waiting
volunteer-done-taken = It is yours
volunteer-done-waiting = All places are taken: you are on the waiting list
volunteer-done-offered = It is yours until somebody takes over
volunteer-done-left = Given up
volunteer-done-errand = Noted
volunteer-done-wall = Noted
volunteer-done-gone = You are gone from the register. Thank you.
volunteer-done-joined = Registered. Keep your link: it stands below.
volunteer-done-changed = Saved
volunteer-errands = Errands
volunteer-errands-about = You see the name and the door as long as the errand is yours: until you say that it is done or give it back, also when the shift is over.
volunteer-errand-take = Take it
volunteer-errand-finish = Done
volunteer-errand-give-back = Give it back
volunteer-suggested = Shifts for you
volunteer-suggested-none = None at the times and places that you noted. Look at all, or change your details.
volunteer-rule = The rule: whoever has the skill, has time then and is rested; of these the nearest; of those equally near the one with the fewest hours.
volunteer-offers-title = All shifts
volunteer-offers-all = Everything
volunteer-offers-none = No shifts here
volunteer-offers-none-text = New ones appear here as communities open them.
volunteer-offers-city = Whole city
volunteer-offers-near = My district
volunteer-in-title = Check in
volunteer-in-nobody = Whose phone is it?
volunteer-in-nobody-text = Open your own link once on this phone, then scan the code again. Without a phone, whoever leads the shift checks you in.
volunteer-in-ready = You are on this shift.
volunteer-in-since = Checked in since { $at }.
volunteer-in-done = From { $from } to { $until }. Thank you.
volunteer-in-in = I am here
volunteer-in-out = I am going
volunteer-done-in = Checked in
volunteer-done-out = Checked out, hours written down
volunteer-lead-title = My team's shifts
volunteer-lead-about = Who is on them; telephone numbers and the code to check in stand here from a day before to a day after.
volunteer-lead-none = No shifts in the next days
volunteer-lead-none-text = Your community opens them for the team.
volunteer-say-in = Has come
volunteer-say-out = Has gone
volunteer-done-said = Noted
volunteer-certificate-title = Certificate of hours
volunteer-certificate-text = { $city } certifies that { $name } of { $community } served as a volunteer on { $shifts ->
    [one] one shift
   *[other] { $shifts } shifts
} from { $from } to { $until }, { $hours ->
    [one] one hour
   *[other] { $hours } hours
} and { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} in all. As of { $issued }.
volunteer-certificate-how = Scan the code to check that it is genuine. It is signed; no account is needed.
volunteer-certificate-code = Code to check this certificate
volunteer-certificate-line = The signed text
volunteer-verify-title = Check a certificate
volunteer-verify-about = Whether a certificate of hours is genuine, for anybody.
volunteer-verify-text = Certificate
volunteer-verify-hint = The text behind the square code, or what stands in the JSON file
volunteer-verify-do = Check
volunteer-verify-good = Genuine
volunteer-verify-unreadable = This is no certificate: copy all of it
volunteer-verify-other-key = Not signed by this city
volunteer-verify-changed = Not genuine: something was changed
volunteer-thanks-title = Thanks
volunteer-thanks-about = Whoever chose to stand here, by the name they chose.
volunteer-thanks-none = Nobody yet
volunteer-thanks-none-text = Volunteers choose on their own page whether they stand here.
volunteer-f-wall = Name on the thanks wall
volunteer-f-wall-hint = Everybody can read it; leave it empty to stay off
volunteer-wall-do = Save
volunteer-app = With no signal
volunteer-link = My link
volunteer-link-about = It is your key: whoever has it can sign up and check in for you. Save it as a bookmark, or scan it with your other phone.
volunteer-leave = Leave
volunteer-leave-text = Your places go to others; name, telephone and everything else is erased at once. Take your certificate first.
volunteer-leave-do = Leave and erase
