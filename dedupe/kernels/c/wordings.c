/* Words in a row that several texts have. */
#include "kernels.h"
#include "hashing.h"

/* Numbers for pairs of numbers: the same to those that are the same, from 0 on. */
typedef struct {
    uint64_t *keys;
    int64_t *numbers, count;
    int shift;
    uint64_t mask;
} Pairs;

static int64_t number_of(Pairs *pairs, uint64_t key)
{
    uint64_t place = key * CHUNK_FACTOR >> pairs->shift;
    while (pairs->numbers[place] >= 0 && pairs->keys[place] != key)
        place = (place + 1) & pairs->mask;
    if (pairs->numbers[place] < 0) {
        pairs->keys[place] = key;
        pairs->numbers[place] = pairs->count++;
    }
    return pairs->numbers[place];
}

typedef struct {
    const int64_t *numbers, *sentence, *bounds;
    int64_t words, texts, different;
    int64_t *place, *run, *seen, *texts_with; /* of what is left of the words; of each different run */
    Pairs pairs;
} Wordings;

/* Let each run that is left grow by the word after it, and return how many could. */
static int64_t grow(Wordings *w, int64_t count, int64_t length)
{
    int64_t left = 0;
    w->pairs.count = 0;
    memset(w->pairs.numbers, 0xFF, ((size_t)w->pairs.mask + 1) * sizeof *w->pairs.numbers);
    for (int64_t i = 0; i < count; i++) {
        int64_t last = w->place[i] + length - 1;
        if (last < w->words && w->sentence[last] == w->sentence[w->place[i]]) {
            uint64_t key = (uint64_t)w->run[i] * (uint64_t)w->different + (uint64_t)w->numbers[last];
            w->place[left] = w->place[i];
            w->run[left++] = number_of(&w->pairs, key);
        }
    }
    return left;
}

/* Mark the runs of each text wherever they stand, and return how many are left that two texts have. */
static int64_t mark(Wordings *w, int64_t count, int64_t length, int8_t *longest)
{
    int64_t first = 0, left = 0;
    for (int64_t i = 0; i < w->pairs.count; i++) {
        w->texts_with[i] = 0;
        w->seen[i] = -1;
    }
    for (int64_t text = 0; text < w->texts; text++, longest += w->words) {
        for (; first < count && w->place[first] < w->bounds[text + 1]; first++)
            if (w->place[first] >= w->bounds[text] && w->seen[w->run[first]] != text) {
                w->seen[w->run[first]] = text;
                w->texts_with[w->run[first]]++;
            }
        for (int64_t i = 0; i < count; i++)
            if (w->seen[w->run[i]] == text)
                memset(longest + w->place[i], (int)length, (size_t)length);
    }
    for (int64_t i = 0; i < count; i++)
        if (w->texts_with[w->run[i]] > 1) {
            w->place[left] = w->place[i];
            w->run[left++] = w->run[i];
        }
    return left;
}

PyObject *shared_wordings(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"numbers", 8}, {"sentence", 8}, {"bounds", 8}, {"longest", 1, 1}};
    Array *numbers = &a[0], *sentence = &a[1], *bounds = &a[2], *longest = &a[3];
    Py_ssize_t different, most;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOnnO:shared_wordings", &a[0].object, &a[1].object, &a[2].object, &different, &most,
                          &a[3].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    Wordings w = {.words = numbers->length, .texts = bounds->length - 1, .different = different};
    if (check_offsets(bounds, numbers) && check_length(sentence, w.words)
        && check_length(longest, w.words * w.texts) && check_rows(numbers, different)) {
        int bits = 4;
        while (UINT64_C(1) << bits < 2 * (uint64_t)w.words)
            bits++;
        w.pairs.shift = 64 - bits;
        w.pairs.mask = (UINT64_C(1) << bits) - 1;
        size_t room = (size_t)w.words + 1, places = (size_t)w.pairs.mask + 1;
        int64_t *memory = malloc((4 * room + 2 * places) * sizeof *memory);
        if (memory) {
            w.numbers = numbers->view.buf;
            w.sentence = sentence->view.buf;
            w.bounds = bounds->view.buf;
            w.place = memory;
            w.run = w.place + room;
            w.seen = w.run + room;
            w.texts_with = w.seen + room;
            w.pairs.numbers = w.texts_with + room;
            w.pairs.keys = (uint64_t *)(w.pairs.numbers + places);
            int8_t *out = longest->view.buf;
            Py_BEGIN_ALLOW_THREADS
            int64_t count = w.words;
            memset(out, 0, (size_t)(w.words * w.texts));
            for (int64_t i = 0; i < w.words; i++) {
                w.place[i] = i;
                w.run[i] = w.numbers[i];
            }
            for (int64_t length = 2; length <= most && count; length++)
                count = mark(&w, grow(&w, count, length), length, out);
            free(memory);
            Py_END_ALLOW_THREADS
            result = Py_NewRef(Py_None);
        } else {
            PyErr_NoMemory();
        }
    }
    close_arrays(a, COUNT(a));
    return result;
}
