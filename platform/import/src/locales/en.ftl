import-not-a-table = This is no table. Send an .xlsx or .csv file
import-old-format = This is an old .xls file. Open it, save it as .xlsx (or CSV UTF-8), and send that
import-protected = The file opens only with a password. Take the password off, save it and send it again
import-damaged = The file can't be opened; it may be cut off or of another kind. Open it in your spreadsheet program, save it as .xlsx and send that
import-encoding = The text has an unknown encoding. Save it as CSV UTF-8 or as .xlsx and send that
import-open-quote = A quotation mark opens in row { $row } and never closes. Close it or take it out
import-too-much-inside = Unpacked, the file is larger than { $mib } MiB. Copy the table alone into a new file, or split it
import-too-many-rows = There are more than { $max } rows. Split the table into several files
import-too-many-columns = There are more than { $max } columns. Delete what stands to the right of the table
import-empty = The file is empty
import-no-rows = There are headings, but no rows below them
import-no-headings = No sheet has the headings { $wanted } in its first rows. Sheets seen: { $sheets }. Use the headings of the template
import-several-sheets = The sheets { $sheets } all hold such a table. Put all rows into one sheet and delete the others
import-headings-missing = Headings missing in sheet { $sheet }: { $headings }
import-headings-unknown = Unknown headings in sheet { $sheet }: { $headings }. Delete these columns, or name them as the template does
import-headings-doubled = Headings more than once in sheet { $sheet }: { $headings }. Keep each once

import-faults = { $count ->
    [one] Nothing was loaded: one cell needs changing
   *[other] Nothing was loaded: { $count } cells need changing
}
import-faults-more = and { $more } more. Change these first, then send the table again
import-faults-row = Row
import-faults-column = Column
import-faults-message = What would be right

import-merged = The cells { $range } are merged. Unmerge them and fill each
import-no-heading = Something stands in column { $column }, which has no heading. Delete it or give it its heading
import-row-refused = This row can't be taken
import-double = The same as row { $row }. Keep one of them
import-cell-formula = Cell { $cell } holds a formula. Paste its value in its place
import-cell-error = Cell { $cell } holds the error { $found }. Put a value in its place
import-cell-unprintable = There is a line break or another sign that can't be shown. Take it out
import-cell-digits = { $found }: the spreadsheet program has dropped digits of this number. Set the cell to text and type it again
import-cell-whole = { $found }: a whole number from { $min } to { $max } would be right
import-cell-decimal = { $found }: a number from { $min } to { $max } with at most { $decimals } decimals would be right
import-cell-day = { $found }: a date such as 2022-11-23 would be right
import-cell-yes-no = { $found }: yes or no would be right
import-cell-choice = { $found }: one of these would be right: { $choices }
import-cell-place = { $found }: a place code, digits only, would be right
import-cell-list = At most { $items } entries of at most { $chars } characters each would be right

import-about = How to fill in
import-about-column = Column
import-about-needed = Needed
import-about-hint = What belongs there
import-about-example = Example
import-about-seen = Who sees it
import-about-yes = yes
import-about-no = no
