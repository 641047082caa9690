supply-goods-g = { $n } 克
supply-goods-kg = { $n } 千克
supply-goods-ml = { $n } 毫升
supply-goods-litre = { $n } 升
supply-goods-piece = { $n } 个

supply-goods-gtin-length = 商品条码为 8、12、13 或 14 位数字，现在是 { $found } 位
supply-goods-gtin-sign = “{ $found }”不是数字；商品条码只有数字
supply-goods-gtin-check = 校验码不符：末位应为 { $right }。请再看一遍包装上的条码
supply-goods-gtin-restricted = 以 02、04 或 2 开头的是各店自编的条码。请留空，按本店自有商品登记
supply-goods-gtin-known = 这个条码已登记为“{ $name }”。请搜索该商品并选用
supply-goods-name-known = 本店已有同名商品。请换一个名称，或修改那个商品
supply-goods-many-contents = 一件最多含 { $max } 个类别，现在有 { $found } 个
supply-goods-unknown-category = 没有“{ $category }”这个物资类别
supply-goods-category-twice = 类别“{ $category }”出现了两次，请合并数量
supply-goods-amount = 1 至 { $max } 之间的整数
supply-goods-price = 单价为 0 至 { $max } 元，例如 12.50
supply-goods-household-max = 每户每天 1 至 { $max } 件
supply-goods-limit = 每页 1 至 { $max } 行

problem-item-not-own = 这个商品不能在这里修改
    .detail = 有条码的商品各店通用，只有登记它的人能改。您仍可设置本店的价格、限购和图片。
problem-outlet-full = 本店登记的商品过多
    .detail = 最多 1000 种。没有新增任何商品。
