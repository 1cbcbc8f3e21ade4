/// What the program was asked to do.
enum Invocation {
    /// Run the race that a seed decides, and end with status 1 if one contestant is not flawless.
    case race(seed: UInt64, judging: Contestant)
    /// Be the server of one contestant: so the race starts its own program again.
    case serve(Contestant, seed: UInt64, folder: String, life: Int)
    /// Something that there is not.
    case wrong

    static let usage = """
        usage: TheRace [--seed NUMBER] [--judge original|mended|scrip]

        Ends with status 1 if the contestant that is judged, Scrip by default, is not flawless.
        """

    init(_ arguments: some Sequence<String>) {
        let words = Array(arguments)
        if words.first == "serve" {
            self = Self.serving(words.dropFirst()) ?? .wrong
        } else {
            self = Self.racing(words[...]) ?? .wrong
        }
    }

    /// The arguments that lead to a server of `contestant`, in one of its lives.
    static func serving(
        _ contestant: Contestant, _ schedule: Schedule, _ folder: RaceFolder, life: Int
    ) -> [String] {
        ["serve", contestant.rawValue, String(schedule.seed), folder.path, String(life)]
    }

    private static func serving(_ words: ArraySlice<String>) -> Invocation? {
        let words = Array(words)
        guard words.count == 4, let contestant = Contestant(rawValue: words[0]), let seed = UInt64(words[1]),
            let life = Int(words[3])
        else { return nil }
        return .serve(contestant, seed: seed, folder: words[2], life: life)
    }

    private static func racing(_ words: ArraySlice<String>) -> Invocation? {
        var (seed, judged) = (UInt64(7), Contestant.scrip)
        var words = words
        while let option = words.popFirst() {
            guard let value = words.popFirst() else { return nil }
            if option == "--seed", let number = UInt64(value) {
                seed = number
            } else if option == "--judge", let contestant = Contestant(rawValue: value) {
                judged = contestant
            } else {
                return nil
            }
        }
        return .race(seed: seed, judging: judged)
    }
}
