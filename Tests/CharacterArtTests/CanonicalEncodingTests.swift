import CharacterArt
import Foundation
import Testing

@Suite struct CanonicalEncodingTests {
    @Test func `is these bytes, in every release`() {
        let options = CharacterOptions.sample.with(\.accessories, [.cap, .sunglasses]).with(\.seed, 42)
        #expect(
            String(decoding: options.canonicalJSON, as: UTF8.self)
                == #"{"accessories":["sunglasses","cap"],"ageGroup":"teen","clothing":"hoodie","#
                + #""clothingColor":"teal","eyeColor":"green","gender":"female","hairColor":"auburn","#
                + #""hairStyle":"bob","seed":42,"skinTone":"medium","transparent":true}"#)
    }

    @Test func `is what a sorting encoder writes`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let options = CharacterOptions.sample.with(\.accessories, [.headphones])
        #expect(try Array(encoder.encode(options)) == options.canonicalJSON)
    }

    @Test func `reads back as the same options`() throws {
        let options = CharacterOptions.sample.with(\.seed, .max).with(\.transparent, false)
        #expect(try JSONDecoder().decode(CharacterOptions.self, from: Data(options.canonicalJSON)) == options)
    }

    @Test func `reads what was stored before an option had been thought of`() throws {
        let stored =
            #"{"skinTone":"medium","hairStyle":"bob","hairColor":"auburn","clothing":"hoodie","#
            + #""clothingColor":"teal","eyeColor":"green"}"#
        #expect(try JSONDecoder().decode(CharacterOptions.self, from: Data(stored.utf8)) == .sample)
    }

    @Test func `does not read a value that is none of an option's`() {
        let stored = Data(#"{"skinTone":"plaid"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(CharacterOptions.self, from: stored) }
    }
}
