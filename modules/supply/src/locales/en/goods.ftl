supply-goods-g = { $n } g
supply-goods-kg = { $n } kg
supply-goods-ml = { $n } ml
supply-goods-litre = { $n } l
supply-goods-piece = { $n } pcs

supply-goods-gtin-length = A GTIN has 8, 12, 13 or 14 digits; there are { $found }
supply-goods-gtin-sign = “{ $found }” is no digit; a GTIN holds digits only
supply-goods-gtin-check = The check digit does not fit: the last digit would have to be { $right }. Look at the number on the package again
supply-goods-gtin-restricted = Numbers beginning with 02, 04 or 2 are given out by each shop for itself. Leave the field empty; the item is then your own
supply-goods-gtin-known = This number belongs to “{ $name }” already. Search for it and carry it instead
supply-goods-name-known = You have an item of this name already. Choose another name, or change that item
supply-goods-many-contents = At most { $max } categories in one piece; there are { $found }
supply-goods-unknown-category = “{ $category }” is no category of goods
supply-goods-category-twice = “{ $category }” is there twice; add the amounts up
supply-goods-amount = A whole number from 1 to { $max }
supply-goods-price = A price in yuan from 0 to { $max }, such as 12.50
supply-goods-household-max = From 1 to { $max } pieces a day for each household
supply-goods-limit = A number of rows from 1 to { $max }

problem-item-not-own = This item can't be changed here
    .detail = An item with a GTIN is the same in every outlet; only whoever added it changes it. You can still set your own price, limit and picture.
problem-outlet-full = This outlet carries too many items
    .detail = At most 1,000. Nothing was added.
