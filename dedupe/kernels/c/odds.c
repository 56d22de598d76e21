/* How well words stand in other texts, in log-odds. */
#include "kernels.h"

enum { FEATURES = 8 };

#define FAR 1e12 /* a place out of reach of every word */

typedef struct {
    int64_t words, others, columns, clauses, sentences;
    const int64_t *bounds, *clause, *sentence;
    const double *shares, *anywhere, *run, *weight, *place, *coefficients;
    const int8_t *lacks;
    double intercept, reach, same_wording;
    Py_ssize_t span; /* words to either side that may be within reach */
} Model;

/* One row, each share times the weight of its word, and its sums. `near` begins `span` words before the first and
 * ends as many after the last, so that no voice needs a check. */
typedef struct {
    double *row, *near, *whole, *parts;
} Sums;

/* Write a row by a stride through what it is made of: `runs` says that those of the same wording count. */
static void fill(double *row, const Model *m, const double *values, int64_t stride, int runs)
{
    for (int64_t w = 0; w < m->words; w++) {
        double share = values[w * stride];
        row[w] = (runs ? share >= m->same_wording : share) * m->weight[w];
    }
}

/* The voice of each word for those around it: of word w for w - span + d at voices[w * (2 * span + 1) + d].
 * `place` has room for `span` words before the first and after the last, which are out of reach. */
static void speak(double *voices, double *place, const Model *m)
{
    int64_t width = 2 * m->span + 1;
    for (int64_t w = 0; w < m->words + 2 * m->span; w++)
        place[w] = w < m->span ? -FAR : FAR;
    for (int64_t w = 0; w < m->words; w++)
        place[w + m->span] = m->place[w] / m->reach;
    for (int64_t w = 0; w < m->words; w++)
        for (int64_t d = 0; d < width; d++) {
            double far = place[w + d] - place[w + m->span], voice = 1.0 - (far < 0 ? -far : far);
            voices[w * width + d] = voice > 0 ? voice : 0.0;
        }
}

static void sum_up(Sums *sums, const double *voices, const Model *m)
{
    int64_t n = m->words, width = 2 * m->span + 1;
    memset(sums->near, 0, (size_t)(n + width) * sizeof *sums->near);
    memset(sums->whole, 0, (size_t)m->sentences * sizeof *sums->whole);
    memset(sums->parts, 0, (size_t)m->clauses * sizeof *sums->parts);
    for (int64_t w = 0; w < n; w++) {
        double value = sums->row[w], *near = sums->near + w;
        if (value == 0.0)
            continue;
        for (int64_t d = 0; d < width; d++)
            near[d] += value * voices[w * width + d];
        sums->whole[m->sentence[w]] += value;
        sums->parts[m->clause[w]] += value;
    }
}

static void keep_greater(double *best, const double *found, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        best[i] = found[i] > best[i] ? found[i] : best[i];
}

/* Room for the sums of one row, of the row that is 1 everywhere, and of the best of a text's columns; then for
 * those of where a word stands anywhere, of runs, and which clauses lack a value. */
typedef struct {
    double *voices, *place, *lacking;
    Sums one, all, best, anywhere, runs;
} Room;

static void weigh_text(Room *room, const Model *m, int64_t other, double *out)
{
    int64_t n = m->words, around = n + 2 * m->span + 1;
    Sums *one = &room->one, *best = &room->best;
    memset(best->near, 0, (size_t)around * sizeof *best->near);
    memset(best->whole, 0, (size_t)m->sentences * sizeof *best->whole);
    memset(best->parts, 0, (size_t)m->clauses * sizeof *best->parts);
    memset(room->lacking, 0, (size_t)m->clauses * sizeof *room->lacking);
    for (int64_t column = m->bounds[2 * other]; column < m->bounds[2 * other + 1]; column++) {
        fill(one->row, m, m->shares + column * n, 1, 0);
        sum_up(one, room->voices, m);
        keep_greater(best->near, one->near, around);
        keep_greater(best->whole, one->whole, m->sentences);
        keep_greater(best->parts, one->parts, m->clauses);
    }
    fill(room->anywhere.row, m, m->anywhere + other, m->others, 0);
    sum_up(&room->anywhere, room->voices, m);
    fill(room->runs.row, m, m->run + other * n, 1, 1);
    sum_up(&room->runs, room->voices, m);
    for (int64_t w = 0; w < n; w++)
        if (m->lacks[other * n + w])
            room->lacking[m->clause[w]] = 1.0;
    for (int64_t w = 0; w < n; w++) {
        int64_t at = w + m->span, s = m->sentence[w], c = m->clause[w];
        double near = room->all.near[at], whole = room->all.whole[s], clause = room->all.parts[c];
        double value[FEATURES] = {
            best->near[at] / near,
            room->anywhere.near[at] / near,
            best->whole[s] / whole,
            room->anywhere.whole[s] / whole,
            best->parts[c] / clause,
            m->run[other * n + w],
            room->runs.parts[c] / clause,
            room->lacking[c],
        };
        double total = 0.0;
        for (int i = 0; i < FEATURES; i++)
            total += m->coefficients[i] * value[i];
        out[w] = m->intercept + total;
    }
}

static void weigh(Room *room, const Model *m, double *out)
{
    speak(room->voices, room->place, m);
    memcpy(room->all.row, m->weight, (size_t)m->words * sizeof *m->weight);
    sum_up(&room->all, room->voices, m);
    for (int64_t other = 0; other < m->others; other++)
        weigh_text(room, m, other, out + other * m->words);
}

/* Part the memory of a room, of which NULL only counts: returns how many numbers it has. */
static size_t part(Room *room, double *memory, const Model *m)
{
    size_t words = (size_t)m->words, around = words + 2 * (size_t)m->span + 1, size = 0;
    Sums *all[] = {&room->one, &room->all, &room->best, &room->anywhere, &room->runs};
    struct {
        double **place;
        size_t size;
    } rooms[3 + 4 * COUNT(all)] = {
        {&room->voices, words * (2 * (size_t)m->span + 1)}, {&room->place, around}, {&room->lacking, words}};
    for (Py_ssize_t i = 0; i < COUNT(all); i++) {
        rooms[3 + 4 * i].place = &all[i]->row;
        rooms[4 + 4 * i].place = &all[i]->near;
        rooms[5 + 4 * i].place = &all[i]->whole;
        rooms[6 + 4 * i].place = &all[i]->parts;
        rooms[3 + 4 * i].size = rooms[5 + 4 * i].size = rooms[6 + 4 * i].size = words;
        rooms[4 + 4 * i].size = around;
    }
    for (Py_ssize_t i = 0; i < COUNT(rooms); i++) {
        if (memory)
            *rooms[i].place = memory + size;
        size += rooms[i].size;
    }
    return size;
}

static int check_stretches(const Array *stretches)
{
    const int64_t *stretch = stretches->view.buf;
    int64_t last = -1;
    int sound = 1;
    for (Py_ssize_t i = 0; i < stretches->length; i++) {
        sound &= stretch[i] == last || stretch[i] == last + 1;
        last = stretch[i];
    }
    if (!sound)
        PyErr_Format(PyExc_ValueError, "%s: must count stretches from 0 on", stretches->name);
    return sound;
}

static int check_columns(const Array *bounds, int64_t columns)
{
    const int64_t *at = bounds->view.buf;
    int sound = 1;
    for (Py_ssize_t i = 0; i + 1 < bounds->length; i += 2)
        sound &= at[i] >= 0 && at[i] <= at[i + 1] && at[i + 1] <= columns;
    if (!sound)
        PyErr_Format(PyExc_ValueError, "bounds: name columns outside the %lld of shares", (long long)columns);
    return sound;
}

PyObject *log_odds(PyObject *Py_UNUSED(module), PyObject *args)
{
    Array a[] = {{"shares", 8}, {"bounds", 8}, {"anywhere", 8}, {"run", 8},          {"lacks", 1},  {"weight", 8},
                 {"place", 8},  {"clause", 8}, {"sentence", 8}, {"coefficients", 8}, {"out", 8, 1}};
    Model m = {0};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOdddnO:log_odds", &a[0].object, &a[1].object, &a[2].object, &a[3].object,
                          &a[4].object, &a[5].object, &a[6].object, &a[7].object, &a[8].object, &a[9].object,
                          &m.intercept, &m.reach, &m.same_wording, &m.span, &a[10].object)
        || !open_arrays(a, COUNT(a)))
        return NULL;
    m.words = a[5].length;
    m.others = a[1].length / 2;
    m.columns = m.words ? a[0].length / m.words : 0;
    if (check_not_negative("span", m.span) && (!m.words || check_columns(&a[1], m.columns))
        && check_length(&a[2], m.words * m.others) && check_length(&a[3], m.words * m.others)
        && check_length(&a[4], m.words * m.others) && check_length(&a[6], m.words) && check_length(&a[7], m.words)
        && check_length(&a[8], m.words) && check_stretches(&a[7]) && check_stretches(&a[8])
        && check_length(&a[9], FEATURES) && check_length(&a[10], m.words * m.others)) {
        m.shares = a[0].view.buf;
        m.bounds = a[1].view.buf;
        m.anywhere = a[2].view.buf;
        m.run = a[3].view.buf;
        m.lacks = a[4].view.buf;
        m.weight = a[5].view.buf;
        m.place = a[6].view.buf;
        m.clause = a[7].view.buf;
        m.sentence = a[8].view.buf;
        m.coefficients = a[9].view.buf;
        double *out = a[10].view.buf;
        Room room;
        double *memory = malloc((part(&room, NULL, &m) + 1) * sizeof *memory);
        if (memory) {
            Py_BEGIN_ALLOW_THREADS
            m.clauses = m.words ? m.clause[m.words - 1] + 1 : 0;
            m.sentences = m.words ? m.sentence[m.words - 1] + 1 : 0;
            part(&room, memory, &m);
            weigh(&room, &m, out);
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
