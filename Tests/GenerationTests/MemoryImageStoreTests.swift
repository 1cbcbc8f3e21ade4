import GenerationTesting
import Testing

/// What the tests of generations rest on keeps the contract too.
@Suite struct MemoryImageStoreTests {
    @Test(arguments: ImageStoreContract.checks)
    func `keeps the contract`(check: ImageStoreCheck) async throws {
        try await check.run(on: MemoryImageStore())
    }
}
