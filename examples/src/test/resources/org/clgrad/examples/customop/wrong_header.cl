// wrong_header: a kernel that does not say which routine it is of
//
//@variant  wrong_header
//@grid     global 1
__kernel void wrong_header() {}
