// The search, in place of the theme's own worker, whose messages it takes and gives: MiniSearch finds pages, each once.
// Chinese is looked up by pairs of characters, so no dictionary is asked; an exact phrase, such as an error, comes first.

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'" }
const FIELDS = { title: 8, seen: 5, heads: 3, text: 1 }
const PHRASE = { title: 12, seen: 10, heads: 4, text: 3 }
const EXCERPT = 160

const plain = html => html.replace(/<[^>]*>/g, " ").replace(/&(?:lt|gt|amp|quot|#39);/g, entity => ENTITIES[entity]).replace(/\s+/g, " ").trim()
const escaped = text => text.replace(/[&<>"]/g, character => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character])
const simple = text => text.toLowerCase().replace(/[‘’`]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ").trim()

// Words of letters, digits and underscores, and their parts; of Chinese every two characters that stand side by side.
function* words(text) {
  for (const [word] of simple(text).matchAll(/[\p{sc=Han}]+|[\p{L}\p{N}_]+/gu)) {
    if (!/\p{sc=Han}/u.test(word)) {
      yield word
      if (word.includes("_")) yield* word.split("_").filter(part => part)
    } else if (word.length === 1) yield word
    else for (let place = 0; place < word.length - 1; place++) yield word.slice(place, place + 2)
  }
}

const isLong = term => /^[a-z]/.test(term) && term.length > 3
let pages, index

function read(docs) {
  importScripts("minisearch.js") // not before somebody searches
  pages = new Map()
  for (const { location, title, text } of docs) {
    const [place, anchor] = location.split("#")
    if (!pages.has(place)) pages.set(place, { id: place, title: "", seen: "", heads: "", text: "", parts: [] })
    const page = pages.get(place), part = { location, title: plain(title), text: plain(text) }
    if (anchor === undefined) Object.assign(page, part, { text: part.text })
    else {
      page.parts.push(part)
      page.heads += ` ${part.title}`
      page[anchor === "seen" ? "seen" : "text"] += ` ${part.text}`
    }
  }
  index = new MiniSearch({
    fields: Object.keys(FIELDS),
    tokenize: text => [...words(text)],
    processTerm: term => term,
    searchOptions: { boost: FIELDS, prefix: isLong, fuzzy: term => isLong(term) && term.length > 5 ? 0.2 : false, weights: { prefix: 0.5, fuzzy: 0.2 } },
  })
  index.addAll([...pages.values()])
}

function search(query) {
  const phrase = simple(query), terms = [...new Set(words(query))]
  if (!terms.length) return []
  const boostDocument = id => {
    const page = pages.get(id)
    const worth = id.includes("/") ? 1 : 0.5 // the first page is about everything
    const often = simple(page.text).split(phrase).length - 1
    return worth * (1 + Math.min(often, 10) / 10) * Math.max(1, ...Object.keys(FIELDS).map(field => simple(page[field]).includes(phrase) ? PHRASE[field] : 1))
  }
  const all = index.search(query, { combineWith: "AND", boostDocument })
  const found = all.length ? all : index.search(query, { combineWith: "OR", boostDocument })
  const lit = new RegExp([phrase, ...terms].map(term => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu")
  return found.slice(0, 20).map(({ id, score, queryTerms }) => {
    const page = pages.get(id)
    const missing = Object.fromEntries(terms.map(term => [term, queryTerms.includes(term)]))
    const told = (part, itsScore) => ({ location: part.location, title: mark(part.title, lit), text: excerpt(part.text, lit), score: itsScore, terms: missing })
    const parts = page.parts.filter(part => simple(`${part.title} ${part.text}`).includes(phrase))
    return [told({ ...page, location: id }, score), ...parts.map(part => told(part, score))]
  })
}

function excerpt(text, lit) {
  const first = Math.max(0, text.search(lit) - EXCERPT / 4)
  const piece = text.slice(first, first + EXCERPT)
  return `${first ? "…" : ""}${mark(piece, lit)}${first + EXCERPT < text.length ? "…" : ""}`
}

function mark(text, lit) {
  let marked = "", last = 0
  for (const found of text.matchAll(lit)) {
    marked += `${escaped(text.slice(last, found.index))}<mark>${escaped(found[0])}</mark>`
    last = found.index + found[0].length
  }
  return marked + escaped(text.slice(last))
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) {
    read(data.docs)
    postMessage({ type: 1 })
  } else if (type === 2) postMessage({ type: 3, data: { items: search(data) } })
})
