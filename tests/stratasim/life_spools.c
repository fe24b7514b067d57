#include "life_inside.h"

#include <math.h>

unsigned life_bays_of_side(const struct life *life)
{
    return life->family->bays / SIDE_COUNT;
}

const struct family_material *life_draw_material(struct life *life, enum family_side side)
{
    const struct family_material *materials = life->family->materials[side];
    return &materials[rng_next(&life->rng) % family_material_count(life->family, side)];
}

static void remove_spool(struct life *life, unsigned bay)
{
    struct life_spool *spool = &life->spools[bay];
    if (spool->number)
        life_tell(
            life,
            (struct life_record){
                .kind = RECORD_REMOVED, .from_s = spool->loaded_s, .to_s = life->now_s, .spool = spool, .bay = bay});
    *spool = (struct life_spool){0};
}

void life_load_spool(struct life *life, unsigned bay, const struct family_material *material)
{
    remove_spool(life, bay);
    double full_in3 = life->family->full_in3;
    bool is_new = rng_chance(&life->rng, 0.8);
    life->spools[bay] = (struct life_spool){
        .number = ++life->spools_seen,
        .material = material,
        .initial_in3 = full_in3,
        .left_in3 = is_new ? full_in3 : full_in3 * rng_real(&life->rng, 0.3, 0.95),
        .loaded_s = life->now_s,
    };
    life_tell(life, (struct life_record){.kind = RECORD_LOADED,
                                         .from_s = life->now_s,
                                         .to_s = life->now_s,
                                         .spool = &life->spools[bay],
                                         .bay = bay});
}

unsigned life_other_bay(const struct life *life, enum family_side side)
{
    unsigned used = life->active[side], first = side * life_bays_of_side(life);
    for (unsigned bay = first; bay < first + life_bays_of_side(life); bay++) {
        const struct life_spool *spool = &life->spools[bay];
        if (bay != used && spool->number && spool->material == life->spools[used].material && spool->left_in3 > 0)
            return bay;
    }
    return used;
}

/* A spare spool that is spent is replaced, or taken out, or forgotten. */
static void look_after_spare(struct life *life, enum family_side side, unsigned bay)
{
    const struct family_material *material = life->spools[life->active[side]].material;
    double lot = rng_unit(&life->rng);
    if (lot < 0.5)
        life_load_spool(life, bay, rng_chance(&life->rng, 0.7) ? material : life_draw_material(life, side));
    else if (lot < 0.75)
        remove_spool(life, bay);
}

void life_change_spool(struct life *life, enum family_side side)
{
    bool same = life->job.build_s > 0 || rng_chance(&life->rng, 0.6);
    const struct family_material *material = life->spools[life->active[side]].material;
    if (!same || !material)
        material = life_draw_material(life, side);
    life_load_spool(life, life->active[side], material);
    unsigned first = side * life_bays_of_side(life);
    for (unsigned bay = first; bay < first + life_bays_of_side(life); bay++) {
        if (bay != life->active[side] && life->spools[bay].left_in3 <= 0)
            look_after_spare(life, side, bay);
    }
    life->job.material[side] = material;
}

void life_use_material(struct life *life, int64_t build_s)
{
    for (int side = 0; side < SIDE_COUNT; side++) {
        struct life_spool *spool = &life->spools[life->active[side]];
        double used_in3 = job_used_in3(&life->job, side, build_s);
        spool->left_in3 = fmax(0, spool->left_in3 - (used_in3 - life->job.used_in3[side]));
        life->job.used_in3[side] = used_in3;
    }
}
