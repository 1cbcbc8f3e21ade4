import ArgumentParser
@main struct Scrip: AsyncParsableCommand {
    mutating func run() async throws { print("hi") }
}
