/// Elements that wait in lines of their owners, handed out in turns: one of each owner, and then the next.
///
/// An owner's thousand delay another's first by one at the most.
struct FairQueue<Owner: Hashable, Element> {
    private var lines: [Owner: Line<Element>] = [:]
    /// The owners who have somebody waiting, the next one first.
    private var owners = Line<Owner>()

    /// How many wait.
    private(set) var count = 0

    /// Puts an element at the end of its owner's line.
    mutating func enqueue(_ element: Element, of owner: Owner) {
        if lines[owner] == nil { owners.append(owner) }
        lines[owner, default: Line()].append(element)
        count += 1
    }

    /// Takes the element whose turn it is.
    mutating func next() -> Element? {
        guard let owner = owners.popFirst(), let element = lines[owner]?.popFirst() else { return nil }
        count -= 1
        if lines[owner]?.isEmpty ?? true { lines[owner] = nil } else { owners.append(owner) }
        return element
    }
}

/// A line: in at the end, out at the front, each in constant time on average.
private struct Line<Element> {
    private var elements: [Element] = []
    private var start = 0

    var isEmpty: Bool { start == elements.count }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer {
            start += 1
            // Half of it is behind us: moving the rest costs no more than what was taken out.
            if start * 2 >= elements.count {
                elements.removeFirst(start)
                start = 0
            }
        }
        return elements[start]
    }
}
