import CharacterArt

/// Drawing characters, as the server does for each picture that the illustrator makes.
extension Benchmark {
    static let illustrator = Benchmark(
        name: "illustrator", summary: "1024 × 1024 transparent PNGs a second on one core, and the memory that they take"
    ) { session in
        try await session.rounds { _ in try await Illustrations(session: session).draw() }
        session.expect("illustrator", .atLeast(12))
        // The surface, the file and what librsvg builds of the drawing; the same after many as after one.
        session.expect("illustrator_memory", .atMost(64))
    }
}

/// One round of pictures, no two of the same look, one after another on one thread.
private struct Illustrations {
    let session: Session

    func draw() async throws {
        let count = session.scaled(200)
        let looks = Self.looks(count)
        // The art is read and parsed with the first picture; a server has done that long ago.
        _ = try Illustrator().draw(looks[0])
        var elapsed = Duration.zero
        let (growth, noise) = try await session.listening {
            try await ResidentMemory.growth {
                let start = ContinuousClock.now
                for look in looks {
                    guard try Illustrator().draw(look).count > 10_000 else {
                        throw BrokenBenchmark("An empty picture.")
                    }
                }
                elapsed = ContinuousClock.now - start
            }
        }
        session.record("illustrator", Double(count) / elapsed.seconds, "pictures/s", noise)
        if let growth { session.record("illustrator_memory", growth / 1_048_576, "MB", noise) }
    }

    /// Looks that go through the values of every option at different paces.
    private static func looks(_ count: Int) -> [CharacterOptions] {
        (0..<count).map { index in
            CharacterOptions(
                gender: value(index), ageGroup: value(index / 2), skinTone: value(index / 3), hairStyle: value(index),
                hairColor: value(index / 5), clothing: value(index), clothingColor: value(index / 7),
                eyeColor: value(index), accessories: Accessories([value(index / 2), value(index / 11)]),
                seed: UInt32(index))
        }
    }

    private static func value<Option: OptionValue>(_ index: Int) -> Option where Option.AllCases == [Option] {
        Option.allCases[index % Option.allCases.count]
    }
}
