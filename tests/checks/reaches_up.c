/* SPDX-License-Identifier: MIT */
/* A program that uses the cube. It is built twice: seeing only value, which must fail to link, and
 * seeing cube, which must link; so the libraries of src/ are known to hold each folder to its place
 * in src/LAYERS. It is never run. */

#include "cube/cube.h"

int main(void)
{
    ac_cube_free(NULL);
    return 0;
}
