import CreditLedger
import Generation
import Testing

@Suite struct PriceTableTests {
    private let table = PriceTable(
        standard: 1,
        rules: [
            .init(generator: "illustrator", credits: 2),
            .init(model: "large", size: .side2048, quality: .high, credits: 9),
            .init(size: .side2048, credits: 4),
            .init(count: 4, credits: 3),
        ])

    @Test(arguments: [
        ("illustrator", "illustrator", PictureSize.side2048, PictureQuality.high, 9, 2),
        ("openai", "large", .side2048, .high, 1, 9), ("openai", "large", .side2048, .low, 1, 4),
        ("openai", "small", .side2048, .high, 10, 4), ("openai", "small", .side1024, .high, 4, 3),
        ("openai", "small", .side1024, .high, 3, 1), ("openai", "large", .side1024, .high, 1, 1),
    ])
    func `the first rule that fits counts`(
        generator: String, model: String, size: PictureSize, quality: PictureQuality, count: Int, price: Int64
    ) {
        let found = table.unitPrice(size: size, quality: quality, count: count, generator: generator, model: model)
        #expect(found == .credits(price))
    }
}
