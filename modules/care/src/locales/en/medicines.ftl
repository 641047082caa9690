# Medicines: what to fetch, for whom, whether it was brought; photos of prescriptions.
care-medicines-title = Medicines to fetch
care-medicines-about = { $people ->
        [one] { $people } person needs medicine fetched by { $day }.
       *[other] { $people } people need medicine fetched by { $day }.
    }
care-medicines-chips = How many days ahead
care-medicines-today = Today
care-medicines-days = Within { $n } days
care-medicines-more = More than 500 people; the first 500 stand here. Look at one community or compound at a time.
care-medicines-none = Nothing to fetch in these days
care-medicines-none-text = A medicine whose doses are counted in the register stands here from three days before it runs out.
care-medicines-open = See which medicines
care-medicines-sealed = Medicines are sealed. Say what you open them for: each household on the list sees who opened its record, when and why.
care-medicines-why-hint = Fetching medicines together
care-medicines-why-usual = Fetching medicines together
care-medicines-open-do = Open the list
care-medicines-closed = Medicines are sealed; the community opens them. Here stands for whom, and by when.
care-medicines-count = { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
care-medicines-by = by { $day }
care-medicines-pharmacy = For the pharmacy
care-medicines-fetched-days = Doses for { $n } days of each. This table has no names and no doors: it can be handed over as it is.
care-medicines-people = People
care-medicines-doses = Doses to fetch
care-medicines-file-pharmacy = Table for the pharmacy (no names)
care-medicines-file-doors = Table for the doors
care-medicines-building = Building
care-medicines-door = Door
care-medicines-runs-out = Runs out on
care-medicines-left = { $left } doses left, { $a_day } a day: too few from { $day }
care-medicines-brought = Doses brought
care-medicines-unit = doses
care-medicines-record = Open the record
care-medicines-do = Ticked ones were brought
care-medicines-busy = Noting
care-done-brought = { $n ->
        [one] Noted: medicine was brought to { $n } person, and the day it runs out has moved.
       *[other] Noted: medicine was brought to { $n } people, and the day it runs out has moved.
    }
care-field-fetch-days = 0 to { $max } days would be right
care-field-brought = Tick what was brought, at most { $max } lines at once
care-field-medicine-gone = The record has no such medicine: it may just have been corrected. Open the list again.
care-prescriptions = Medicines and prescriptions
care-prescriptions-about = Photos are sealed, and where they were taken is removed; each opening is written down, and they are erased with the record.
care-prescription-open = See the prescription
care-prescription-remove = Remove the prescription
care-prescription-photo = Photo of the prescription
care-prescription-replace = Another photo
care-prescription-add = Keep the photo
care-done-prescription = The photo is kept, sealed.
care-done-prescription-removed = The photo of the prescription is gone.
